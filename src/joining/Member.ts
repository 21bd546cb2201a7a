import type { Statement } from "../compiler/Compiler.js";

/** A request that waits for a row. */
export interface Waiter {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** When its wait for a turn is over, by performance.now(). */
  readonly until: number;
  readonly resolve: (row: readonly unknown[]) => void;
  readonly reject: (error: unknown) => void;
}

/** One answer of a statement, with all who asked for it: public reads of the same shape and the same values share one. */
export class Member {
  /**
   * @param number counts up, so that who came first has the least.
   * @param isAlone whether it has failed together with others, and is not to be joined again.
   */
  constructor(
    readonly statement: Statement,
    public waiters: readonly Waiter[],
    readonly number: number,
    readonly isAlone = false,
  ) {}

  /** Whether nobody waits for it any more. */
  get isGone(): boolean {
    return this.waiters.every(({ signal }) => signal.aborted);
  }

  resolve(row: readonly unknown[]): void {
    for (const waiter of this.waiters) waiter.resolve(row);
  }

  reject(error: unknown): void {
    for (const { signal, reject } of this.waiters) reject(signal.aborted ? signal.reason : error);
  }

  /** Rejects who has hung up or has waited for too long. Hands back how many had waited for too long. */
  dropLate(now: number, late: () => unknown): number {
    const isLate = ({ signal, until }: Waiter) => signal.aborted || until <= now;
    const dropped = this.waiters.filter(isLate);
    if (dropped.length === 0) return 0;
    this.waiters = this.waiters.filter((waiter) => !isLate(waiter));
    for (const { signal, reject } of dropped) reject(signal.aborted ? signal.reason : late());
    return dropped.filter(({ signal }) => !signal.aborted).length;
  }
}
