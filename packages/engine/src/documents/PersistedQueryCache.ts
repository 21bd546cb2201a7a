import { LRUCache } from "lru-cache";

const MAX_CHARACTERS = 8_000_000;

/**
 * The texts that clients have registered by Apollo's automatic persisted queries, within a bound. A document with a text written into it
 * is not kept, since that may be a password or somebody's words; its client then sends it whole each time.
 */
export class PersistedQueryCache {
  private readonly texts = new LRUCache<string, string>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (text, key) => text.length + key.length,
  });

  async get(key: string): Promise<string | undefined> {
    return this.texts.get(key);
  }

  async set(key: string, text: string): Promise<void> {
    if (!text.includes('"')) this.texts.set(key, text);
  }

  async delete(key: string): Promise<boolean> {
    return this.texts.delete(key);
  }
}
