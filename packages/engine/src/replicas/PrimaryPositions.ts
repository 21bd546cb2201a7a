import { sqlStateOf } from "../database/sqlStateOf.js";
import { NOT_TOLD } from "./notTold.js";

/** Where the primary's log was, and when. */
interface Sample {
  readonly at: number;
  readonly position: number;
}

/** How many samples are kept. A replica that is further behind is late by more than anybody allows. */
const MOST = 120;
/** Replicas that ask at about the same time share a sample. */
const SHARED_MS = 500;
/** A gap in the samples says that nobody looked meanwhile. */
const GAP_MS = 5_000;

/**
 * Where the primary's log was in the last minute. A replica tells how far it has replayed, and so how old what it shows is at most. Its own
 * clock could not tell: on a quiet primary the last transaction is old, and the replica has all the same all there is.
 */
export class PrimaryPositions {
  private samples: Sample[] = [];
  private looking: Promise<void> | undefined;
  private isTold = true;

  /** @param ask where the primary's log is, in bytes. @param now by performance.now(). */
  constructor(
    private readonly ask: () => Promise<number>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Notes where the primary's log is now. @throws what keeps the primary from answering. */
  look(): Promise<void> {
    const last = this.samples.at(-1);
    if (!this.isTold || (last && this.now() - last.at < SHARED_MS)) return Promise.resolve();
    this.looking ??= this.sample().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  /**
   * How many milliseconds a replica is behind at most that has replayed so far: Infinity where it is further behind than anybody has looked,
   * and undefined where the primary does not tell.
   */
  lagOf(replayed: number): number | undefined {
    if (!this.isTold) return undefined;
    const reached = this.samples.filter(({ position }) => position <= replayed).at(-1);
    if (!reached) return Number.POSITIVE_INFINITY;
    return reached === this.samples.at(-1) ? 0 : this.now() - reached.at;
  }

  private async sample(): Promise<void> {
    // What the primary writes while it answers is later than this.
    const at = this.now();
    try {
      const position = await this.ask();
      const last = this.samples.at(-1);
      if (last && at - last.at > GAP_MS) this.samples = [];
      this.samples.push({ at, position });
      if (this.samples.length > MOST) this.samples.shift();
    } catch (error) {
      if (!NOT_TOLD.has(sqlStateOf(error))) throw error;
      this.isTold = false;
    }
  }
}
