import type { Shape, Statement } from "../compiler/Compiler.js";
import type { QueueLimits } from "./BoundedQueue.js";
import type { Deadline } from "./Deadline.js";
import { Joining, type JoinReads } from "./Joining.js";
import { ownDeadline } from "./ownDeadline.js";
import { PollLane } from "./PollLane.js";
import { ReadLane, type ReadListener, type SendRead } from "./ReadLane.js";
import { ReadSlots } from "./ReadSlots.js";
import { type ConnectionLane, Slots } from "./Slots.js";
import type { Turn } from "./Turn.js";
import type { Row } from "./WaitingRead.js";
import { type LaneSlots, WorkLane } from "./WorkLane.js";

export interface GateSettings {
  /** How many connections to the database there may be. */
  readonly connections: number;
  /** How many passwords are hashed at once. */
  readonly hashes: number;
  /** How many may wait in a lane. */
  readonly mostWaiting: number;
  /** How long a read waits when its network has waited without a break for a while. */
  readonly waitMs: number;
  /** How many bytes the answers of the statements that run may have at worst. */
  readonly mostBytes: number;
  readonly join: JoinReads;
  /** How many polls share a statement at most. */
  readonly polledTogether: number;
}

/** The functions that the gate calls. */
export interface GateParts extends ReadListener {
  readonly send: SendRead;
  /** How long the database takes to answer nothing. */
  readonly roundTripMs: () => number;
}

/** How long work waits for a connection. */
const CHECKOUT_MS = 3_000;
/** How long a burst of reads may wait. */
const BURST_MS = 2_000;
/** A class that signs in at once waits for its hashes for as long as its operations may take at all. */
const HASHES: QueueLimits = { most: 100, waitMs: Number.POSITIVE_INFINITY, isForeseen: true };
/** How often the deadlines and sockets of all requests are checked. */
const TICK_MS = 10;

/**
 * Work waits here and nowhere else: for a connection to the database, or for a thread that hashes. It knows the lanes, how many of each
 * run at once, whose turn is next, and which reads share a statement.
 */
export class Gate {
  private readonly slots: Slots;
  private readonly readSlots: ReadSlots;
  private readonly reads: ReadLane;
  private readonly polls: PollLane;
  private readonly writes: WorkLane;
  private readonly lookUps: WorkLane;
  private readonly hashes: WorkLane;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    { connections, hashes, mostWaiting: most, waitMs, mostBytes, join, polledTogether }: GateSettings,
    { send, roundTripMs, ...listener }: GateParts,
  ) {
    this.slots = new Slots(connections);
    this.readSlots = new ReadSlots(this.slots.mostReads, mostBytes, roundTripMs);
    const limits = { most, waitMs: CHECKOUT_MS };
    const readLimits = { most, waitMs: Math.max(BURST_MS, waitMs), standingMs: waitMs };
    const [read, write, lookUp] = [this.slotsOf("read"), this.slotsOf("write"), this.slotsOf("lookUp")];
    const joining = new Joining(join, this.readSlots);
    this.reads = new ReadLane(send, joining, this.readSlots, read, listener, readLimits, mostBytes, this.tickSoon);
    const mayPoll = () => !this.reads.isWaiting;
    this.polls = new PollLane(send, joining, this.readSlots, read, listener, polledTogether, mayPoll, this.tickSoon);
    this.writes = new WorkLane(write, limits, this.tickSoon);
    this.lookUps = new WorkLane(lookUp, limits, this.tickSoon);
    this.hashes = new WorkLane(this.threads(hashes), HASHES, this.tickSoon);
  }

  /** How many short reads may run at once by now. */
  get readLimit(): number {
    return this.readSlots.count;
  }

  /** What a statement of the shape has taken lately, in milliseconds; undefined where none has run. */
  msOf(shape: Shape): number | undefined {
    return this.readSlots.msOf(shape);
  }

  /** How many wait, by lane. */
  get waiting(): Readonly<Record<ConnectionLane | "hash", number>> {
    return {
      read: this.reads.length,
      write: this.writes.waiting,
      lookUp: this.lookUps.waiting,
      hash: this.hashes.waiting,
    };
  }

  /** Whether so many reads wait that another one might be refused. */
  get isCrowded(): boolean {
    return this.reads.isCrowded;
  }

  /** Whether one more read from the network would be refused: then so is a request, before it is read. */
  isFullFor(network: () => string): boolean {
    return this.reads.isFullFor(network);
  }

  /** The row that answers a statement, which others may share. @throws ClientError UNAVAILABLE; what the database throws. */
  read(statement: Statement, deadline: Deadline): Promise<Row> {
    return this.reads.read(statement, deadline);
  }

  /**
   * The rows that answer polls, in their order. They have the lowest priority: one statement of them at a time, while no other read waits.
   * @param isUrgent whether they go before the polls that wait. Each rejects as `read` does.
   */
  poll(statements: readonly Statement[], isUrgent: boolean, deadline: Deadline = ownDeadline()): readonly Promise<Row>[] {
    return this.polls.poll(statements, isUrgent, deadline);
  }

  /** Work that writes. @throws ClientError UNAVAILABLE without a turn in time; what the work throws. */
  write<T>(work: (turn: Turn) => Promise<T>, deadline: Deadline = ownDeadline()): Promise<T> {
    return this.writes.enter(work, deadline);
  }

  /** Work of one short statement. @throws as write does. */
  lookUp<T>(work: (turn: Turn) => Promise<T>, deadline: Deadline = ownDeadline()): Promise<T> {
    return this.lookUps.enter(work, deadline);
  }

  /** Work that hashes a password, and holds no connection while it waits. @throws as write does. */
  hash<T>(work: () => Promise<T>, deadline: Deadline = ownDeadline()): Promise<T> {
    return this.hashes.enter(work, deadline);
  }

  private slotsOf(lane: ConnectionLane): LaneSlots {
    return {
      hasRoom: () => this.slots.hasRoom(lane),
      take: () => this.slots.take(lane),
      leave: () => {
        this.slots.leave(lane);
        // Writes and look-ups never hold more than half. Reads get what is left.
        this.lookUps.next();
        this.writes.next();
        this.reads.next();
        this.polls.next();
      },
    };
  }

  private threads(most: number): LaneSlots {
    let held = 0;
    return {
      hasRoom: () => held < most,
      take: () => {
        held++;
      },
      leave: () => {
        held--;
        this.hashes.next();
      },
    };
  }

  /** One timer for all waiting and running work. */
  private readonly tickSoon = (): void => {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const now = performance.now();
      const lanes = [this.reads, this.polls, this.writes, this.lookUps, this.hashes];
      for (const lane of lanes) lane.tick(now);
      // A statement that runs for long has become slow, which makes room.
      this.reads.next();
      this.polls.next();
      if (lanes.some(({ isIdle }) => !isIdle)) this.tickSoon();
    }, TICK_MS);
  };
}
