import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";

/** How many keys that came once are kept, as hashes of a few bytes. */
const MAX_ONCE = 10_000;
const HASH_LENGTH = 16;

/**
 * Keeps values that recur: from the second time on that a value is offered, within a bound of bytes, dropping the least recently used
 * first. So a flood of keys that come once neither fills the memory nor evicts what others use.
 */
export class RecurringCache<Value extends object> {
  private readonly kept: LRUCache<string, Value>;
  private readonly once = new LRUCache<string, true>({ max: MAX_ONCE });

  /** @param bytesOf how many bytes a value holds, its key among them. */
  constructor(maxBytes: number, bytesOf: (value: Value, key: string) => number) {
    this.kept = new LRUCache({ maxSize: maxBytes, sizeCalculation: (value, key) => Math.ceil(bytesOf(value, key)) });
  }

  get(key: string): Value | undefined {
    return this.kept.get(key);
  }

  /** Whether the value is kept now. */
  offer(key: string, value: Value): boolean {
    const hash = createHash("sha256").update(key).digest("base64url").slice(0, HASH_LENGTH);
    const isBack = this.once.delete(hash);
    if (isBack) this.kept.set(key, value);
    else this.once.set(hash, true);
    return isBack && this.kept.has(key);
  }
}
