import type { Shape } from "../compiler/Compiler.js";
import { msOfAnswer } from "./msOfAnswer.js";
import { takeOut } from "./takeOut.js";

/** A statement that holds a slot. */
export interface Running {
  readonly shape: Shape;
  readonly reads: number;
  readonly weight: number;
  readonly startedAt: number;
}

/** How many short statements run at once where the database is near: while PostgreSQL works on some, this process passes on the answer of another. */
const NEAR = 3;
/** How many for each millisecond that an answer takes on its way: with less, a distant database would be idle. */
const PER_MS_AWAY = 4;
/** A statement that runs for longer is long, and leaves its slot to another. */
const LONG_MS = 25;
/** How long all reads of a statement together take at most, by what the last ones took. */
const TOGETHER_MS = 100;
/** How long those that go together, though other slots are free, take at most. */
const SHORT_MS = 2;
/** The share of the connections that slow shapes leave to the others. */
const LEFT = 4;
/** A shape is slow when it takes this many times as long as statements usually do, and no less than a millisecond. */
const SLOW_TIMES = 4;
const SLOW_MS = 1;
/** A shape is heavy when one read of it costs this many times as much as light ones do, and no less than so many milliseconds. */
const HEAVY_TIMES = 4;
const HEAVY_MS = 4;
/** The part of the slots for short statements that heavy shapes hold at most while light shapes wait. */
const HEAVY_SHARE = 3;
const LATELY_MS = 50;
/** What counts as light: this share of all statements costs less. */
const LIGHT_SHARE = 0.1;
const WEIGHT = 0.05;
const SHAPE_WEIGHT = 0.2;
/** A clock may stand still for as long as a statement takes, and zero has no logarithm. */
const LEAST_MS = 0.001;

/**
 * How many statements that read run at once: as many short statements as the round trip to the database needs, and the long ones besides. Few
 * at once have many reads each, which saves more than running side by side. A slow shape leaves one slot to the others. A shape that is
 * heavy compared with the others leaves most slots: it takes the processors of PostgreSQL and of this process as well.
 */
export class ReadSlots {
  private readonly running: Running[] = [];
  /** What a statement of a shape takes, what each of its reads, and what each costs together with its answer. */
  private readonly times = new WeakMap<Shape, { statement: number; read: number; cost: number }>();
  /** The logarithm of what statements take, as a mean: the geometric mean is near the time of most. */
  private usual = 0;
  /** What takes longer is slow. */
  private slowMs = SLOW_TIMES;
  /** The logarithm of what the light ones cost. */
  private light = 0;
  /** What costs more is heavy. */
  private heavyMs = HEAVY_MS;
  private lightAt = Number.NEGATIVE_INFINITY;
  /**
   * Until when the answer of the last heavy one is being sent, which takes the process and the client as long as a statement takes
   * PostgreSQL.
   */
  private heavyUntil = Number.NEGATIVE_INFINITY;
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

  /** What a statement of the shape has taken lately, in milliseconds; undefined where none has run. */
  msOf(shape: Shape): number | undefined {
    return this.times.get(shape)?.statement;
  }

  /** Whether a statement of the shape may start now. */
  hasRoom(shape: Shape): boolean {
    const { length: size } = this.running;
    if (size >= this.most) return false;
    const now = this.now();
    let young = 0;
    let slow = 0;
    let heavy = 0;
    for (const one of this.running) {
      const ms = now - one.startedAt;
      if (ms >= LONG_MS) continue;
      young++;
      if (this.isHeavy(one.shape)) heavy++;
      if (ms > this.slowMs || this.isSlow(one.shape, now)) slow++;
    }
    const mostHeavy = Math.max(1, Math.floor(this.count / HEAVY_SHARE));
    const isTaken = heavy >= mostHeavy || now < this.heavyUntil;
    if (isTaken && this.isHeavy(shape) && now - this.lightAt < LATELY_MS) return false;
    if (!this.isSlow(shape, now)) return young < this.count || slow === young;
    if (size === 0) return true;
    return size < this.most - Math.floor(this.most / LEFT) && young < this.count && slow < this.count - 1;
  }

  /**
   * How many reads of the shape may share a statement, so that none waits long for the others; a long shape goes alone. Short reads go
   * together, since each statement costs this process about as much as they do; others are spread over the free slots.
   * @param waiting how many of the shape there are.
   */
  readsOf(shape: Shape, waiting: number): number {
    const now = this.now();
    for (const one of this.running) if (one.shape === shape && now - one.startedAt > LONG_MS) return 1;
    const ms = this.times.get(shape)?.read ?? 0;
    if (ms > LONG_MS) return 1;
    const within = (limit: number) => Math.floor(limit / Math.max(ms, LEAST_MS));
    const spread = Math.ceil(waiting / Math.max(1, this.count - this.running.length));
    return Math.min(within(TOGETHER_MS), Math.max(within(SHORT_MS), spread));
  }

  start(shape: Shape, reads: number, weight: number): Running {
    const one = { shape, reads, weight, startedAt: this.now() };
    if (!this.isHeavy(shape)) this.lightAt = one.startedAt;
    this.running.push(one);
    this.weight += weight;
    return one;
  }

  /**
   * Frees the slot, and returns what each of its reads is charged, in milliseconds: its part of the time, but no more than reads of the
   * shape usually take, unless it was long. Whether others shared the statement, and what else the machine did, is nobody's debt.
   * @param isOfStatement whether the time is that of the shape. @param characters the length of the whole answer.
   */
  end(one: Running, isOfStatement: boolean, characters = 0): number {
    const { shape, reads, weight, startedAt } = one;
    takeOut(this.running, one);
    this.weight -= weight;
    const ms = Math.max(this.now() - startedAt, LEAST_MS);
    if (this.isHeavy(shape)) this.heavyUntil = this.now() + msOfAnswer(characters);
    const part = ms / reads;
    const charge = part > LONG_MS ? part : Math.min(part, this.times.get(shape)?.read ?? part);
    if (isOfStatement) {
      const cost = (ms + msOfAnswer(characters)) / reads;
      const known = this.times.get(shape) ?? { statement: ms, read: part, cost };
      known.statement = slowlyUp(known.statement, ms);
      known.read = slowlyUp(known.read, part);
      known.cost = slowlyUp(known.cost, cost);
      this.times.set(shape, known);
      this.usual += WEIGHT * (Math.log(ms) - this.usual);
      this.slowMs = Math.max(SLOW_MS, SLOW_TIMES * Math.exp(this.usual));
      this.light += WEIGHT * (Math.log(cost) < this.light ? LIGHT_SHARE - 1 : LIGHT_SHARE);
      this.heavyMs = Math.max(HEAVY_MS, HEAVY_TIMES * Math.exp(this.light));
    }
    return charge;
  }

  /** The last statements of a shape show that it is slow, or a running one. */
  private isSlow(shape: Shape, now: number): boolean {
    if ((this.times.get(shape)?.statement ?? 0) > this.slowMs) return true;
    for (const one of this.running) if (one.shape === shape && now - one.startedAt > LONG_MS) return true;
    return false;
  }

  private isHeavy(shape: Shape): boolean {
    return (this.times.get(shape)?.cost ?? 0) > this.heavyMs;
  }
}

/** A single statement may take long for reasons of its own, such as a new connection. */
const slowlyUp = (known: number, ms: number): number => (ms < known ? ms : known + SHAPE_WEIGHT * (ms - known));
