import { LRUCache } from "lru-cache";
import { budgetSpent } from "../errors.js";

/** How many buckets are kept. The one that was unused for longest goes. */
const MAX_BUCKETS = 50_000;
/** How many operations may run at once before their estimates take all of a budget. */
const AT_ONCE = 500;

interface Bucket {
  level: number;
  /** When the level was right, in milliseconds of the process's clock. */
  at: number;
}

/**
 * What each viewer, or network without one, may use over time: a token bucket. An operation takes what it could use when it begins, at
 * most a five-hundredth of the bucket; when it ends, what it has used is counted instead. So running operations do not empty a bucket by
 * their estimates alone. Use beyond the estimate is owed, and no operation begins until it is paid.
 */
export class Budget {
  private readonly buckets = new LRUCache<string, Bucket>({ max: MAX_BUCKETS });

  /** @param size how many rows may be used at once. @param perSecond how many come back each second. */
  constructor(
    private readonly size: number,
    private readonly perSecond: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Begins an operation that could use so many rows. @returns what it has taken. @throws ClientError RATE_LIMITED */
  begin(key: string, estimate: number): number {
    const bucket = this.filled(key);
    const taken = Math.min(estimate, Math.max(1, this.size / AT_ONCE));
    if (bucket.level < taken) throw budgetSpent(Math.ceil((taken - bucket.level) / this.perSecond));
    bucket.level -= taken;
    return taken;
  }

  /** Ends an operation that has taken so many rows, and has used so many. */
  end(key: string, taken: number, used: number): void {
    const bucket = this.filled(key);
    bucket.level = Math.min(this.size, bucket.level + taken - used);
  }

  private filled(key: string): Bucket {
    const at = this.now();
    const known = this.buckets.get(key);
    if (!known) {
      const full = { level: this.size, at };
      this.buckets.set(key, full);
      return full;
    }
    known.level = Math.min(this.size, known.level + ((at - known.at) / 1000) * this.perSecond);
    known.at = at;
    return known;
  }
}
