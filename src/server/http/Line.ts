import { overloaded } from "../../errors.js";

export interface LineLimits {
  /** How many are worked on at once. */
  readonly atOnce: number;
  /** How many may wait for their turn. */
  readonly waiting: number;
  readonly waitMs: number;
}

/** Lets so many in at once. Others wait in line, the first come first, until their time is up or they leave. */
export class Line {
  private inside = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly limits: LineLimits) {}

  /** Whether one more would be refused. */
  get isFull(): boolean {
    return this.inside >= this.limits.atOnce && this.waiting.size >= this.limits.waiting;
  }

  /** Nothing when it is in at once, else a promise for its turn. @throws ClientError UNAVAILABLE without a turn. */
  enter(context: { readonly signal: AbortSignal }): Promise<void> | undefined {
    if (this.isFull) throw overloaded();
    if (this.inside >= this.limits.atOnce) return this.wait(context.signal);
    this.inside++;
    return undefined;
  }

  /** Whoever was let in says so when it is done. */
  leave(): void {
    const [next] = this.waiting;
    if (next) next();
    else this.inside--;
  }

  private wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leaveLine = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", giveUp);
        this.waiting.delete(takeTurn);
      };
      const takeTurn = () => {
        leaveLine();
        resolve();
      };
      const giveUp = () => {
        leaveLine();
        reject(overloaded());
      };
      const timer = setTimeout(giveUp, this.limits.waitMs);
      signal.addEventListener("abort", giveUp);
      this.waiting.add(takeTurn);
      if (signal.aborted) giveUp();
    });
  }
}
