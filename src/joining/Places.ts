import { performance } from "node:perf_hooks";
import type { Shape } from "../compiler/Compiler.js";
import { AdaptiveLimit } from "./AdaptiveLimit.js";
import { ShapeTimes } from "./ShapeTimes.js";

/** A statement that holds a place. */
export interface Running {
  readonly shape: Shape;
  readonly members: number;
  readonly startedAt: number;
  /** How many had started when it did, itself among them. */
  readonly number: number;
  readonly startedAlone: boolean;
}

/** A shape is slow when it takes this many times as long as statements usually do, and no less than a millisecond. */
const SLOW_TIMES = 4;
const SLOW_MS = 1;
const WEIGHT = 0.05;
/** A clock may stand still for as long as a statement takes, and zero has no logarithm. */
const LEAST_MS = 0.001;

/**
 * The places of statements that read. A shape that is slow leaves one place to the others, if need be by one more; and so does a statement
 * that takes long, whatever its shape.
 */
export class Places {
  private readonly running = new Set<Running>();
  private readonly times = new WeakMap<Shape, ShapeTimes>();
  private readonly limit: AdaptiveLimit;
  private started = 0;
  /** The logarithm of what statements take, as a mean: the geometric mean is near the time of most. */
  private usual: number | undefined;

  /** @param most how many run at once at the very most. */
  constructor(
    private readonly most: number,
    busy: () => number = shareOfTime(),
    private readonly now: () => number = () => performance.now(),
  ) {
    this.limit = new AdaptiveLimit(most, busy, now);
  }

  /** How many statements may run at once by now. */
  get count(): number {
    return this.limit.places;
  }

  /** Whether a statement of the shape may start now. */
  hasRoom(shape: Shape): boolean {
    const { size } = this.running;
    if (size >= this.most) return false;
    const isSlow = this.isSlow(shape);
    const { places } = this.limit;
    if (!isSlow) return size < places || this.countSlow() === size;
    return size < places && (size === 0 || this.countSlow() < places - 1);
  }

  start(shape: Shape, members: number): Running {
    const startedAlone = this.running.size === 0;
    const one = { shape, members, startedAt: this.now(), number: ++this.started, startedAlone };
    this.running.add(one);
    return one;
  }

  /** Gives the place back, and learns nothing: when the connection was lost, the time is not the statement's. */
  drop(one: Running): void {
    this.running.delete(one);
  }

  /** Gives the place back, and learns how long the statement took. @param isFull whether others wait. */
  end(one: Running, isFull: boolean): void {
    const { shape, members, startedAt, number, startedAlone } = one;
    const ms = Math.max(this.now() - startedAt, LEAST_MS);
    const times = this.timesOf(shape);
    this.drop(one);
    times.note(ms, members, startedAlone && number === this.started);
    this.usual = this.usual === undefined ? Math.log(ms) : this.usual + WEIGHT * (Math.log(ms) - this.usual);
    this.limit.note({ slowdown: times.slowdown(ms, members), isFull });
  }

  private isSlow(shape: Shape): boolean {
    return (this.times.get(shape)?.mean ?? 0) > this.slowMs();
  }

  private countSlow(): number {
    const since = this.now() - this.slowMs();
    let count = 0;
    for (const { shape, startedAt } of this.running) if (startedAt < since || this.isSlow(shape)) count++;
    return count;
  }

  private slowMs(): number {
    return Math.max(SLOW_MS, SLOW_TIMES * Math.exp(this.usual ?? 0));
  }

  private timesOf(shape: Shape): ShapeTimes {
    const known = this.times.get(shape) ?? new ShapeTimes();
    this.times.set(shape, known);
    return known;
  }
}

/** The share of its time that the process was at work, from one call to the next. */
function shareOfTime(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
