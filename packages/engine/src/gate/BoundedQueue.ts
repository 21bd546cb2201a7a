import { unavailable } from "../errors.js";
import type { Caller } from "./Deadline.js";
import type { Entry } from "./Entry.js";
import { type Charge, FairQueue } from "./FairQueue.js";

export interface QueueLimits {
  /** How many wait at most. */
  readonly most: number;
  /** How long a request waits at most for its turn. */
  readonly waitMs: number;
  /** The same for requests of a viewer that has waited without a break for waitMs; absent where it is the same. */
  readonly standingMs?: number;
  /** Whether a request is refused at once that will not have its turn before its deadline: for work of equal length. */
  readonly isForeseen?: true;
}

/** A network that waits without a break has this share of the queue at most. */
const STANDING_SHARE = 5;

/**
 * Takes a burst, and keeps what waits without a break short, as CoDel does (Nichols and Jacobson, "Controlling queue delay", 2012): a
 * request after a pause may wait long; a request behind an endless queue of its own network is refused soon, while an answer is still of
 * use.
 */
export class BoundedQueue<E extends Entry<never>> {
  private readonly queue = new FairQueue<E>();

  /** @param onDrop is called with each entry that leaves without a turn. */
  constructor(
    private readonly limits: QueueLimits,
    private readonly onDrop: (one: E) => void = () => undefined,
  ) {}

  get size(): number {
    return this.queue.size;
  }

  get isCrowded(): boolean {
    return this.size >= this.limits.most / STANDING_SHARE;
  }

  /** Whether another request of the network would be refused. */
  isFullFor(networkOf: () => string): boolean {
    const { most } = this.limits;
    if (!this.isCrowded) return false;
    const network = networkOf();
    const { waiting, since } = this.queue.stateOf(network);
    if (waiting >= most / STANDING_SHARE && this.isStanding(since, performance.now())) return true;
    return this.size >= most && this.queue.lastOfLongest()?.network === network;
  }

  /** Adds a request to the queue. A full queue drops the last request of the network that has most in it. @param isAgain whether it had a turn before. */
  add(one: E, { network, viewer = "" }: Caller, isAgain = false): void {
    if (!isAgain && this.isFullFor(() => network)) {
      this.onDrop(one);
      one.reject(unavailable("full"));
      return;
    }
    this.queue.add(one, { network, viewer });
    const last = this.size > this.limits.most ? this.queue.lastOfLongest()?.one : undefined;
    if (last) {
      this.delete(last);
      last.reject(unavailable("full"));
    }
  }

  turnsBefore(network: string): number {
    return this.queue.turnsBefore(network);
  }

  next(may: (one: E) => boolean): E | undefined {
    if (this.size === 0) return undefined;
    return this.queue.next(may);
  }

  take(one: E): Charge | undefined {
    return this.queue.take(one);
  }

  takeOf(candidates: Iterable<E>, most: number): [E, Charge][] {
    return this.queue.takeOf(candidates, most);
  }

  settle(charge: Charge, taken: number): void {
    this.queue.settle(charge, taken);
  }

  /** Rejects requests that have hung up or waited for too long. */
  dropLate(now: number): void {
    for (const one of this.queue) {
      const { waitMs, standingMs = waitMs } = this.limits;
      const limit = this.isStanding(this.queue.sinceOf(one), now) ? standingMs : waitMs;
      one.drop(({ deadline, since }) => deadline.why() ?? (now - since > limit ? unavailable("waited") : undefined));
      if (one.waiters.length === 0) this.delete(one);
    }
  }

  private isStanding(since: number, now: number): boolean {
    return this.limits.standingMs !== undefined && now - since > this.limits.waitMs;
  }

  private delete(one: E): void {
    this.queue.delete(one);
    this.onDrop(one);
  }
}
