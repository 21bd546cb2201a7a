import { LRUCache } from "lru-cache";

const MAX_VIEWERS = 50_000;

/** The viewers of tokens that were good lately. Tokens are known by their hashes alone. */
export class KnownViewers {
  private readonly viewers = new LRUCache<string, string>({ max: MAX_VIEWERS });

  note(tokenHash: Buffer, viewerId: string): void {
    const key = tokenHash.toString("latin1");
    if (this.viewers.get(key) !== viewerId) this.viewers.set(key, viewerId);
  }

  of(tokenHash: Buffer): string | undefined {
    return this.viewers.get(tokenHash.toString("latin1"));
  }
}
