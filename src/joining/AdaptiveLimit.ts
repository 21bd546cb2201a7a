/** How many statements run at once to begin with. */
const START = 3;
/** How often the limit is set anew, and from how many statements at least. */
const WINDOW_MS = 100;
const WINDOW_STATEMENTS = 10;
/** By how much a statement may take longer than alone before the limit shrinks. */
const TOLERANCE = 0.1;
/** What the limit grows by at each step besides. Three at once stay three while each takes up to 1.65 times as long as alone. */
const HEADROOM = 1;
/** While PostgreSQL works on one statement, this process passes on the answers of the other. */
const LEAST = 2;
/** How much the limit shrinks at once. Envoy's half would let four run where PostgreSQL has one processor. */
const LEAST_GRADIENT = 0.2;
/** How often statements run one at a time for a moment, so that it is known what they take alone. */
const PROBE_EVERY_MS = 5_000;
const PROBE_STATEMENTS = 12;
const PROBE_MS = 100;
/** From this share of its time on, the process is what holds requests up. Fewer statements then have more members each, which saves its time. */
const BUSY = 0.75;

/** What one statement tells about how many run at once. */
export interface Sample {
  /** How many times as long it took as it takes alone; absent where that is not known yet. */
  readonly slowdown?: number;
  /** Whether others waited meanwhile, so that the limit was what held them up. */
  readonly isFull: boolean;
}

/**
 * How many statements run at once: more while they take hardly longer than alone, fewer when they hold each other up, or when the process is
 * what holds requests up. It is the gradient controller of Envoy's adaptive concurrency, with a smaller headroom, because few statements at
 * once have many members each: limit = limit × (time alone + tolerance) / time + headroom, every 100 ms, and never less than two.
 */
export class AdaptiveLimit {
  private limit: number;
  private readonly least: number;
  private windowFrom = 0;
  private statements = 0;
  private slowdowns = 0;
  private measured = 0;
  private probedAt = Number.NEGATIVE_INFINITY;
  private probing = 0;

  /** @param most it never lets more run than this. @param busy the share of its time that the process was at work since the last call. */
  constructor(
    private readonly most: number,
    private readonly busy: () => number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.limit = Math.min(START, most);
    this.least = Math.min(LEAST, most);
  }

  /** How many statements may run at once. */
  get places(): number {
    const isProbing = this.probing > 0 && this.now() - this.probedAt < PROBE_MS;
    return isProbing ? 1 : Math.round(this.limit);
  }

  /** Learns from a statement that has ended. */
  note({ slowdown, isFull }: Sample): void {
    const now = this.now();
    if (isFull && this.isProbe(now)) return;
    this.statements++;
    if (isFull && slowdown !== undefined) {
      this.slowdowns += slowdown;
      this.measured++;
    }
    if (this.statements < WINDOW_STATEMENTS || now - this.windowFrom < WINDOW_MS) return;
    this.adapt();
    this.windowFrom = now;
    this.statements = 0;
    this.slowdowns = 0;
    this.measured = 0;
  }

  private isProbe(now: number): boolean {
    if (this.probing > 0) {
      this.probing--;
      return true;
    }
    if (now - this.probedAt > PROBE_EVERY_MS) {
      this.probedAt = now;
      this.probing = Math.min(PROBE_STATEMENTS, PROBE_STATEMENTS * (this.most - 1));
    }
    return false;
  }

  private adapt(): void {
    if (this.busy() > BUSY) this.limit = Math.max(this.least, this.limit - 1);
    else if (this.measured > 0) {
      const gradient = Math.min(2, Math.max(LEAST_GRADIENT, (1 + TOLERANCE) / (this.slowdowns / this.measured)));
      this.limit = Math.max(this.least, Math.min(gradient * this.limit + HEADROOM, this.most));
    }
  }
}
