import { LRUCache } from "lru-cache";
import { budgetSpent } from "../../errors.js";

/** How many buckets are kept. The one that was unused for longest is forgotten, and would be full again by then. */
const MAX_BUCKETS = 50_000;

interface Bucket {
  level: number;
  /** When the level was right, in milliseconds of the process's clock. */
  at: number;
}

/** What each viewer, or address without one, may cost over time: a token bucket, counted by this process alone. */
export class Budget {
  private readonly buckets = new LRUCache<string, Bucket>({ max: MAX_BUCKETS });

  /** @param size what may be spent at once, in rows. @param perSecond what comes back each second. */
  constructor(
    private readonly size: number,
    private readonly perSecond: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Takes that many rows from the bucket. What is dearer than a full bucket takes all of it. @throws ClientError RATE_LIMITED */
  take(key: string, rows: number): void {
    const now = this.now();
    const bucket = this.buckets.get(key) ?? this.fill(key, now);
    const filled = Math.min(this.size, bucket.level + ((now - bucket.at) / 1000) * this.perSecond);
    const wanted = Math.min(rows, this.size);
    if (filled < wanted) throw budgetSpent(Math.ceil((wanted - filled) / this.perSecond));
    bucket.level = filled - wanted;
    bucket.at = now;
  }

  private fill(key: string, at: number): Bucket {
    const bucket = { level: this.size, at };
    this.buckets.set(key, bucket);
    return bucket;
  }
}
