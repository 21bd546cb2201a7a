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
    const { level, at } = this.buckets.get(key) ?? { level: this.size, at: now };
    const filled = Math.min(this.size, level + ((now - at) / 1000) * this.perSecond);
    const wanted = Math.min(rows, this.size);
    if (filled < wanted) throw budgetSpent(Math.ceil((wanted - filled) / this.perSecond));
    this.buckets.set(key, { level: filled - wanted, at: now });
  }
}
