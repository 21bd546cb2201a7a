import type { Deadline } from "./Deadline.js";

/** A request that waits for the answer of an entry in a queue. */
export interface Waiter<R> {
  readonly deadline: Deadline;
  /** Since when it waits for its turn, by performance.now(). */
  readonly since: number;
  readonly resolve: (answer: R) => void;
  readonly reject: (error: unknown) => void;
}

/** One turn, with all requests that wait for its answer. */
export class Entry<R> {
  /** Why the last of the waiting requests has gone. */
  private gone: unknown;

  constructor(public waiters: readonly Waiter<R>[]) {}

  /** Why no request waits for it any more, or undefined while one does. */
  why(): unknown {
    let reason = this.gone;
    for (const { deadline } of this.waiters) {
      reason = deadline.why();
      if (reason === undefined) return undefined;
    }
    return reason;
  }

  resolve(answer: R): void {
    for (const waiter of this.waiters) waiter.resolve(answer);
  }

  reject(error: unknown): void {
    for (const { deadline, reject } of this.waiters) reject(deadline.why() ?? error);
  }

  /** Rejects the waiters that have a reason to go, and drops them. */
  drop(reasonOf: (waiter: Waiter<R>) => unknown): void {
    for (const waiter of this.waiters) {
      const reason = reasonOf(waiter);
      if (reason === undefined) continue;
      this.waiters = this.waiters.filter((other) => other !== waiter);
      this.gone = reason;
      waiter.reject(reason);
    }
  }
}
