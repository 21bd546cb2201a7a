import type { Shape } from "../compiler/Compiler.js";

/** A statement that holds a slot. */
export interface Running {
  readonly shape: Shape;
  readonly members: number;
  readonly weight: number;
  readonly startedAt: number;
}

/** How many short statements run at once where the database is near: while PostgreSQL works on some, this process passes on the answer of another. */
const NEAR = 3;
/** How many for each millisecond that an answer takes on its way: with less, a distant database would be idle. */
const PER_MS_AWAY = 4;
/** What runs for longer has become long, and leaves its slot to another. */
const LONG_MS = 25;
/** How long all members of a statement together take at most, by what the last ones took. */
const TOGETHER_MS = 100;
/** The share of the connections that slow shapes leave to the others. */
const LEFT = 4;
/** A shape is slow when it takes this many times as long as statements usually do, and no less than a millisecond. */
const SLOW_TIMES = 4;
const SLOW_MS = 1;
const WEIGHT = 0.05;
const SHAPE_WEIGHT = 0.2;
/** A clock may stand still for as long as a statement takes, and zero has no logarithm. */
const LEAST_MS = 0.001;

/**
 * How many statements that read run at once: as many short ones as the way to the database asks for, and besides them those that run for
 * long. Few at once have many members each, which saves more than running side by side. A shape that is slow leaves one slot to the others.
 */
export class ReadSlots {
  private readonly running = new Set<Running>();
  /** What a statement of a shape takes, and what each of its members. */
  private readonly times = new WeakMap<Shape, { statement: number; member: number }>();
  /** The logarithm of what statements take, as a mean: the geometric mean is near the time of most. */
  private usual = 0;
  private weight = 0;

  /**
   * @param most how many run at once at the very most. @param mostBytes how many bytes the answers of all may have at worst.
   * @param roundTripMs how long PostgreSQL takes to answer nothing.
   */
  constructor(
    private readonly most: number,
    private readonly mostBytes: number,
    private readonly roundTripMs: () => number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** How many short statements run at once. */
  get count(): number {
    return Math.min(this.most, Math.max(NEAR, Math.round(PER_MS_AWAY * this.roundTripMs())));
  }

  /** How many bytes the answers of more may have at worst. */
  get bytesLeft(): number {
    return this.mostBytes - this.weight;
  }

  /** Whether a statement of the shape may start now. */
  hasRoom(shape: Shape): boolean {
    const { size } = this.running;
    if (size >= this.most) return false;
    const now = this.now();
    let young = 0;
    let slow = 0;
    for (const one of this.running) {
      const ms = now - one.startedAt;
      if (ms >= LONG_MS) continue;
      young++;
      if (ms > this.slowMs || this.isSlow(one.shape, now)) slow++;
    }
    if (!this.isSlow(shape, now)) return young < this.count || slow === young;
    if (size === 0) return true;
    return size < this.most - Math.floor(this.most / LEFT) && young < this.count && slow < this.count - 1;
  }

  /** How many members of the shape may share a statement, so that none is kept waiting for long by the others; what takes long goes alone. */
  membersOf(shape: Shape): number {
    const now = this.now();
    for (const one of this.running) if (one.shape === shape && now - one.startedAt > LONG_MS) return 1;
    const ms = this.times.get(shape)?.member ?? 0;
    return ms > LONG_MS ? 1 : Math.floor(TOGETHER_MS / Math.max(ms, LEAST_MS));
  }

  start(shape: Shape, members: number, weight: number): Running {
    const one = { shape, members, weight, startedAt: this.now() };
    this.running.add(one);
    this.weight += weight;
    return one;
  }

  /** Gives the slot back, and hands back how long it was held. @param isOfStatement whether that tells how long the shape takes. */
  end(one: Running, isOfStatement: boolean): number {
    const { shape, members, weight, startedAt } = one;
    this.running.delete(one);
    this.weight -= weight;
    const ms = Math.max(this.now() - startedAt, LEAST_MS);
    if (isOfStatement) {
      const known = this.times.get(shape) ?? { statement: ms, member: ms / members };
      known.statement = slowlyUp(known.statement, ms);
      known.member = slowlyUp(known.member, ms / members);
      this.times.set(shape, known);
      this.usual += WEIGHT * (Math.log(ms) - this.usual);
    }
    return ms;
  }

  /** A shape is known to be slow by the last ones, or by one that runs. */
  private isSlow(shape: Shape, now: number): boolean {
    if ((this.times.get(shape)?.statement ?? 0) > this.slowMs) return true;
    for (const one of this.running) if (one.shape === shape && now - one.startedAt > LONG_MS) return true;
    return false;
  }

  private get slowMs(): number {
    return Math.max(SLOW_MS, SLOW_TIMES * Math.exp(this.usual));
  }
}

/** A single statement may take long for reasons of its own, such as a new connection. */
const slowlyUp = (known: number, ms: number): number => (ms < known ? ms : known + SHAPE_WEIGHT * (ms - known));
