import type { Shape, Statement } from "../compiler/Compiler.js";
import { answerTooLong } from "../errors.js";
import { BoundedQueue, type QueueLimits } from "./BoundedQueue.js";
import type { Deadline } from "./Deadline.js";
import { isOfStatement } from "./isOfStatement.js";
import type { Joining } from "./Joining.js";
import { joinedStatement, keyOf, rowsOfEach, type SentStatement } from "./joinedStatement.js";
import { lengthOf } from "./lengthOf.js";
import { msOfAnswer } from "./msOfAnswer.js";
import { ofEachShape } from "./ofEachShape.js";
import type { ReadSlots, Running } from "./ReadSlots.js";
import { Turn } from "./Turn.js";
import { takeOut } from "./takeOut.js";
import { type Row, WaitingRead } from "./WaitingRead.js";
import type { LaneSlots } from "./WorkLane.js";
import { whyAll } from "./whyAll.js";

/** Sends a statement to the database, and returns its rows. */
export type SendRead = (statement: SentStatement, turn: Turn, reads: number) => Promise<readonly Row[]>;

/** The events that operators see. */
export interface ReadListener {
  /** A statement was sent for so many reads. */
  readonly noteReads?: (count: number) => void;
  /** So many reads run alone, because their statement failed or one of its answers was long. */
  readonly noteAlone?: (count: number) => void;
  /** A statement of polls was sent for so many. */
  readonly notePolls?: (count: number) => void;
}

const MAX_READS = 16;
/** The same for statements that read no rows, and only look up the viewer. */
const MAX_CHECKS = 64;

/**
 * The lane of reads. Those that arrive in one turn of the event loop are sent at its end, as far as slots are free; the others wait. A free
 * slot takes the read whose turn it is, with others of the same shape, in one statement. No read joins a statement that was sent: its
 * snapshot may be older than a write that the client knows of.
 */
export class ReadLane {
  private readonly queue: BoundedQueue<WaitingRead>;
  /** Waiting reads, by shape and by their values, the oldest first. */
  private readonly waiting = new Map<Shape, Map<string, WaitingRead>>();
  private readonly running: { readonly turn: Turn; readonly reads: readonly WaitingRead[]; readonly slot: Running }[] = [];
  private count = 0;
  /** In this turn of the event loop. */
  private arrived: WaitingRead[] = [];
  private sending: NodeJS.Immediate | undefined;

  constructor(
    private readonly send: SendRead,
    private readonly joining: Joining,
    private readonly slots: ReadSlots,
    private readonly connections: LaneSlots,
    private readonly listener: ReadListener,
    limits: QueueLimits,
    private readonly mostBytes: number,
    private readonly tickSoon: () => void,
  ) {
    this.queue = new BoundedQueue(limits, (read) => this.forget(read));
  }

  /** How many reads wait. */
  get length(): number {
    let length = 0;
    for (const reads of this.waiting.values()) for (const { waiters } of reads.values()) length += waiters.length;
    return length;
  }

  get isIdle(): boolean {
    return !this.isWaiting && this.running.length === 0;
  }

  get isWaiting(): boolean {
    return this.queue.size > 0 || this.arrived.length > 0;
  }

  get isCrowded(): boolean {
    return this.queue.isCrowded;
  }

  /** Whether one more read from the network would be refused. */
  isFullFor(network: () => string): boolean {
    return this.queue.isFullFor(network);
  }

  /**
   * The row that answers a read.
   * @throws ClientError UNAVAILABLE without a turn in time; the reason when its client has gone or its time is over; what the database
   * throws.
   */
  read(statement: Statement, deadline: Deadline): Promise<Row> {
    return new Promise((resolve, reject) => {
      const waiter = { deadline, since: performance.now(), resolve, reject };
      const gone = deadline.why();
      if (gone !== undefined) return reject(gone);
      if (statement.weight > this.mostBytes) return reject(answerTooLong(this.mostBytes));
      this.arrived.push(new WaitingRead(statement, [waiter]));
      this.sending ??= setImmediate(this.sendArrived);
    });
  }

  /** Sends all reads that may be sent now, in turns. */
  next(): void {
    while (this.queue.size > 0) {
      const answers = new Map<Shape, boolean>();
      const read = this.queue.next((one) => {
        const { shape, weight } = one.statement;
        const may = answers.get(shape) ?? this.hasRoom(shape);
        answers.set(shape, may);
        return may && weight <= this.slots.bytesLeft;
      });
      if (!read) return;
      const reads = this.take(read);
      if (reads.length > 0) this.start(reads);
    }
  }

  tick(now: number): void {
    this.queue.dropLate(now);
    for (const { turn, reads } of [...this.running]) {
      for (const read of reads) read.drop(({ deadline }) => deadline.why());
      turn.look(now);
    }
  }

  private readonly sendArrived = (): void => {
    this.sending = undefined;
    const { arrived } = this;
    this.arrived = [];
    for (const reads of ofEachShape(arrived)) this.sendOrWait(this.withoutEqual(reads));
    this.next();
    this.tickSoon();
  };

  /** @param reads of one shape, which is emptied. */
  private sendOrWait(reads: WaitingRead[]): void {
    for (let first = reads[0]; first && this.mayStart(first); first = reads[0])
      this.start(reads.splice(0, this.mostOf(first, reads.length)));
    for (const read of reads) this.wait(read);
  }

  /** One of each that share an answer. @param reads of one shape. */
  private withoutEqual(reads: WaitingRead[]): WaitingRead[] {
    if (!reads[1] || !this.isShared(reads[1])) return reads;
    const found = new Map<string, WaitingRead>();
    for (const read of reads) {
      const key = keyOf(read.statement);
      const same = found.get(key);
      if (same) same.waiters = [...same.waiters, ...read.waiters];
      else found.set(key, read);
    }
    return [...found.values()];
  }

  /** Whether it shares an answer with those of the same values: it is public, and not to run alone. */
  private isShared({ statement, isAlone }: WaitingRead): boolean {
    return statement.shape.isPublic && this.joining.isSharing && !isAlone;
  }

  private mayStart({ statement: { shape, weight } }: WaitingRead): boolean {
    return this.hasRoom(shape) && weight <= this.slots.bytesLeft;
  }

  /** How many may share its statement. @param waiting how many of its shape there are. */
  private mostOf({ statement, isAlone }: WaitingRead, waiting: number): number {
    return isAlone ? 1 : this.joining.mostOf(statement, statement.shape.rows === 0 ? MAX_CHECKS : MAX_READS, waiting);
  }

  private hasRoom(shape: Shape): boolean {
    return this.connections.hasRoom() && this.slots.hasRoom(shape);
  }

  private wait(read: WaitingRead): void {
    const { shape } = read.statement;
    const reads = this.waiting.get(shape) ?? new Map<string, WaitingRead>();
    read.key = this.isShared(read) ? keyOf(read.statement) : `${++this.count}`;
    const same = reads.get(read.key);
    const [waiter] = read.waiters;
    if (same) {
      same.waiters = [...same.waiters, ...read.waiters];
      return;
    }
    this.waiting.set(shape, reads.set(read.key, read));
    if (waiter) this.queue.add(read, waiter.deadline.caller(), read.isAlone);
  }

  private forget({ statement: { shape }, key }: WaitingRead): void {
    const reads = this.waiting.get(shape);
    reads?.delete(key);
    if (reads?.size === 0) this.waiting.delete(shape);
  }

  /** The next read in turn, with others of its shape that may share its statement. */
  private take(first: WaitingRead): WaitingRead[] {
    const { shape } = first.statement;
    const waiting = this.waiting.get(shape)?.size ?? 1;
    first.charge = this.queue.take(first);
    this.forget(first);
    const taken = [first];
    const most = this.mostOf(first, waiting);
    if (most > 1) {
      const others = [...(this.waiting.get(shape)?.values() ?? [])].filter(({ isAlone }) => !isAlone);
      for (const [read, charge] of this.queue.takeOf(others, most - 1)) {
        read.charge = charge;
        this.forget(read);
        taken.push(read);
      }
    }
    return taken.filter((read) => {
      const gone = read.why();
      if (gone !== undefined) read.reject(gone);
      return gone === undefined;
    });
  }

  private start(reads: readonly WaitingRead[]): void {
    const [first] = reads;
    if (!first) return;
    const { shape, weight } = first.statement;
    const slot = this.slots.start(shape, reads.length, weight * reads.length);
    this.connections.take();
    this.listener.noteReads?.(reads.length);
    const joined = !first.isAlone && this.joining.isJoined(shape, reads.length) ? shape.joined : undefined;
    const statement = joined ? joinedStatement(joined, reads) : first.statement;
    const turn = new Turn(() => whyAll(reads));
    const running = { turn, reads, slot };
    this.running.push(running);
    this.send(statement, turn, reads.length).then(
      (rows) => {
        const answers = joined ? rowsOfEach(joined, reads.length, rows) : [rows[0] ?? []];
        this.end(running, true, answers);
        this.answer(reads, answers);
        this.connections.leave();
      },
      (error: unknown) => {
        // A statement that took too long is known as slow from then on. A lost connection says nothing about it.
        this.end(running, isOfStatement(error), []);
        if (joined && whyAll(reads) === undefined && isOfStatement(error)) {
          // A failed statement may fail again.
          this.joining.keepApart(shape);
          this.runAlone(reads);
        } else for (const read of reads) read.reject(error);
        this.connections.leave();
      },
    );
  }

  /** Returns the slot, and charges each read its part of the time and its answer. @param rows of each, where there is one. */
  private end(running: (typeof this.running)[number], isTelling: boolean, rows: readonly (Row | undefined)[]): void {
    const { reads, slot } = running;
    takeOut(this.running, running);
    const lengths = rows.map((row) => (row ? lengthOf(row) : 0));
    let all = 0;
    for (const length of lengths) all += length;
    const part = this.slots.end(slot, isTelling, all);
    for (const [index, { charge }] of reads.entries())
      if (charge) this.queue.settle(charge, part + msOfAnswer(lengths[index] ?? 0));
  }

  /**
   * Resolves the reads whose answers came; the other answers were too long to be joined. When most were, the shape is not joined for a
   * while.
   */
  private answer(reads: readonly WaitingRead[], rows: readonly (Row | undefined)[]): void {
    const tooLong = reads.filter((_read, index) => !rows[index]);
    if (tooLong[0] && tooLong.length > reads.length / 2) this.joining.keepApart(tooLong[0].statement.shape);
    this.runAlone(tooLong);
    for (const [index, read] of reads.entries()) {
      const row = rows[index];
      if (row) read.resolve(row);
    }
  }

  /** Runs each alone. They have had their turn, so a full queue does not refuse them now. */
  private runAlone(reads: readonly WaitingRead[]): void {
    const since = performance.now();
    if (reads.length > 0) this.listener.noteAlone?.(reads.length);
    for (const { statement, waiters } of reads)
      this.wait(
        new WaitingRead(
          statement,
          waiters.map((waiter) => ({ ...waiter, since })),
          true,
        ),
      );
  }
}
