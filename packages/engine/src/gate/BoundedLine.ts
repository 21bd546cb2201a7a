import { unavailable } from "../errors.js";
import type { Caller } from "./Deadline.js";
import type { Entry } from "./Entry.js";
import { type Charge, FairLine } from "./FairLine.js";

export interface LineLimits {
  /** How many wait at most. */
  readonly most: number;
  /** How long one waits at most for its turn. */
  readonly waitMs: number;
  /** The same for requests of a viewer that has waited without a break for waitMs; absent where it is the same. */
  readonly standingMs?: number;
  /** Whether a request is refused at once that will not have its turn before its deadline: for work of equal length. */
  readonly isForeseen?: true;
}

/** A network that waits without a break has this share of the line at most. */
const STANDING_SHARE = 5;

/** The viewer of a token that is known to be good. */
export type ViewerOf = (tokenHash: Buffer) => string | undefined;

/**
 * A line that takes a burst, and keeps a standing queue short, as CoDel does (Nichols and Jacobson, "Controlling queue delay", 2012): a
 * request after a pause may wait long; a request behind an endless line of its own network is refused soon, while an answer is still of
 * use.
 */
export class BoundedLine<E extends Entry<never>> {
  private readonly line = new FairLine<E>();

  /** @param onDrop is called with each entry that leaves without a turn. */
  constructor(
    private readonly limits: LineLimits,
    private readonly viewerOf: ViewerOf,
    private readonly onDrop: (one: E) => void = () => undefined,
  ) {}

  get size(): number {
    return this.line.size;
  }

  get isCrowded(): boolean {
    return this.size >= this.limits.most / STANDING_SHARE;
  }

  /** Whether another request of the network would be refused. */
  isFullFor(networkOf: () => string): boolean {
    const { most } = this.limits;
    if (!this.isCrowded) return false;
    const network = networkOf();
    const { waiting, since } = this.line.stateOf(network);
    if (waiting >= most / STANDING_SHARE && this.isStanding(since, performance.now())) return true;
    return this.size >= most && this.line.lastOfLongest()?.network === network;
  }

  /** Adds a request to the line. A full line drops one of the longest line for it. @param isAgain whether it had a turn before. */
  add(one: E, { network, tokenHash }: Caller, isAgain = false): void {
    if (!isAgain && this.isFullFor(() => network)) {
      this.onDrop(one);
      one.reject(unavailable("full"));
      return;
    }
    // An unknown token is no viewer: inventing tokens would give a turn for each.
    this.line.add(one, { network, viewer: (tokenHash && this.viewerOf(tokenHash)) ?? "" });
    const last = this.size > this.limits.most ? this.line.lastOfLongest()?.one : undefined;
    if (last) {
      this.delete(last);
      last.reject(unavailable("full"));
    }
  }

  turnsBefore(network: string): number {
    return this.line.turnsBefore(network);
  }

  next(may: (one: E) => boolean): E | undefined {
    return this.line.next(may);
  }

  take(one: E): Charge | undefined {
    return this.line.take(one);
  }

  takeOf(candidates: Iterable<E>, most: number): [E, Charge][] {
    return this.line.takeOf(candidates, most);
  }

  settle(charge: Charge, taken: number): void {
    this.line.settle(charge, taken);
  }

  /** Rejects requests that have hung up or waited for too long. */
  dropLate(now: number): void {
    for (const one of this.line) {
      const { waitMs, standingMs = waitMs } = this.limits;
      const limit = this.isStanding(this.line.sinceOf(one), now) ? standingMs : waitMs;
      one.drop(({ deadline, since }) => deadline.why() ?? (now - since > limit ? unavailable("waited") : undefined));
      if (one.waiters.length === 0) this.delete(one);
    }
  }

  private isStanding(since: number, now: number): boolean {
    return this.limits.standingMs !== undefined && now - since > this.limits.waitMs;
  }

  private delete(one: E): void {
    this.line.delete(one);
    this.onDrop(one);
  }
}
