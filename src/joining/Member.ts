import type { Statement } from "../compiler/Compiler.js";

/** Who asks for a row. */
export interface Asker {
  /** Why nobody waits for the row any more, or undefined while somebody does. */
  whyGone(): unknown;
}

/** A request that waits for a row. */
export interface Waiter {
  readonly asker: Asker;
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
    return this.waiters.every(({ asker }) => asker.whyGone() !== undefined);
  }

  resolve(row: readonly unknown[]): void {
    for (const waiter of this.waiters) waiter.resolve(row);
  }

  reject(error: unknown): void {
    for (const { asker, reject } of this.waiters) reject(asker.whyGone() ?? error);
  }

  /** Rejects who has hung up or has waited for too long. Hands back how many had waited for too long. */
  dropLate(now: number, late: () => unknown): number {
    let count = 0;
    this.waiters = this.waiters.filter(({ asker, until, reject }) => {
      const reason = asker.whyGone();
      if (reason === undefined && until > now) return true;
      if (reason === undefined) count++;
      reject(reason ?? late());
      return false;
    });
    return count;
  }
}
