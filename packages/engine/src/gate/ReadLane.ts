import type { Shape, Statement } from "../compiler/Compiler.js";
import { answerTooLong } from "../errors.js";
import { BoundedLine, type LineLimits, type ViewerOf } from "./BoundedLine.js";
import type { Deadline } from "./Deadline.js";
import { isOfStatement } from "./isOfStatement.js";
import type { Joining } from "./Joining.js";
import { joinedStatement, keyOf, rowsOfEach, type SentStatement } from "./joinedStatement.js";
import { lengthOf } from "./lengthOf.js";
import { Member, type Row } from "./Member.js";
import { msOfAnswer } from "./msOfAnswer.js";
import type { ReadSlots, Running } from "./ReadSlots.js";
import { Turn } from "./Turn.js";
import { takeOut } from "./takeOut.js";
import type { LaneSlots } from "./WorkLane.js";
import { whyAll } from "./whyAll.js";

/** Sends a statement to the database, and returns its rows. */
export type SendRead = (statement: SentStatement, turn: Turn, members: number) => Promise<readonly Row[]>;

/** The events that operators see. */
export interface ReadListener {
  /** A statement was sent for so many members. */
  readonly noteMembers?: (count: number) => void;
  /** So many members run alone, because their statement failed or one of its answers was long. */
  readonly noteAlone?: (count: number) => void;
  /** A statement of polls was sent for so many. */
  readonly notePolls?: (count: number) => void;
}

const MAX_MEMBERS = 16;
/** Of statements that read no rows, and only look who asks. */
const MAX_CHECKS = 64;

/**
 * The lane of reads. A read is sent at once and alone when a slot is free. Otherwise it waits; the next free slot takes the read whose
 * turn it is, with others of the same shape, in one statement. No read joins a statement that was sent: its snapshot may be older than a
 * write that the client knows of.
 */
export class ReadLane {
  private readonly line: BoundedLine<Member>;
  /** Waiting reads, by shape and by their values, the oldest first. */
  private readonly waiting = new Map<Shape, Map<string, Member>>();
  private readonly running: { readonly turn: Turn; readonly members: readonly Member[]; readonly slot: Running }[] = [];
  private count = 0;

  constructor(
    private readonly send: SendRead,
    private readonly joining: Joining,
    private readonly slots: ReadSlots,
    private readonly connections: LaneSlots,
    private readonly listener: ReadListener,
    limits: LineLimits,
    viewerOf: ViewerOf,
    private readonly mostBytes: number,
    private readonly tickSoon: () => void,
  ) {
    this.line = new BoundedLine(limits, viewerOf, (member) => this.forget(member));
  }

  /** How many reads wait. */
  get length(): number {
    let length = 0;
    for (const members of this.waiting.values()) for (const { waiters } of members.values()) length += waiters.length;
    return length;
  }

  get isIdle(): boolean {
    return !this.isWaiting && this.running.length === 0;
  }

  get isWaiting(): boolean {
    return this.line.size > 0;
  }

  get isCrowded(): boolean {
    return this.line.isCrowded;
  }

  /** Whether one more read from the network would be refused. */
  isFullFor(network: () => string): boolean {
    return this.line.isFullFor(network);
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
      const member = new Member(statement, [waiter]);
      if (this.mayStart(member)) this.start([member]);
      else this.wait(member);
      this.tickSoon();
    });
  }

  /** Sends all reads that may be sent now, in turns. */
  next(): void {
    for (;;) {
      const answers = new Map<Shape, boolean>();
      const member = this.line.next((one) => {
        const { shape } = one.statement;
        const may = answers.get(shape) ?? this.hasRoom(shape);
        answers.set(shape, may);
        return may && this.fits(one);
      });
      if (!member) return;
      const members = this.take(member);
      if (members.length > 0) this.start(members);
    }
  }

  tick(now: number): void {
    this.line.dropLate(now);
    for (const { turn, members } of [...this.running]) {
      for (const member of members) member.drop(({ deadline }) => deadline.why());
      turn.look(now);
    }
  }

  private hasRoom(shape: Shape): boolean {
    return this.connections.hasRoom() && this.slots.hasRoom(shape);
  }

  private fits({ statement: { weight } }: Member): boolean {
    return weight <= this.slots.bytesLeft;
  }

  private mayStart(member: Member): boolean {
    return this.hasRoom(member.statement.shape) && this.fits(member);
  }

  private wait(member: Member): void {
    const { shape } = member.statement;
    const members = this.waiting.get(shape) ?? new Map<string, Member>();
    const isShared = shape.isPublic && this.joining.isSharing && !member.isAlone;
    member.key = isShared ? keyOf(member.statement) : `${++this.count}`;
    const same = members.get(member.key);
    const [waiter] = member.waiters;
    if (same && waiter) {
      same.waiters = [...same.waiters, waiter];
      return;
    }
    this.waiting.set(shape, members.set(member.key, member));
    if (waiter) this.line.add(member, waiter.deadline.caller(), member.isAlone);
  }

  private forget({ statement: { shape }, key }: Member): void {
    const members = this.waiting.get(shape);
    members?.delete(key);
    if (members?.size === 0) this.waiting.delete(shape);
  }

  /** The next read in turn, with others of its shape that may share its statement. */
  private take(first: Member): Member[] {
    const { shape } = first.statement;
    first.charge = this.line.take(first);
    this.forget(first);
    const taken = [first];
    const most = first.isAlone ? 1 : this.joining.mostOf(first.statement, shape.rows === 0 ? MAX_CHECKS : MAX_MEMBERS);
    if (most > 1) {
      const others = [...(this.waiting.get(shape)?.values() ?? [])].filter(({ isAlone }) => !isAlone);
      for (const [member, charge] of this.line.takeOf(others, most - 1)) {
        member.charge = charge;
        this.forget(member);
        taken.push(member);
      }
    }
    return taken.filter((member) => {
      const gone = member.why();
      if (gone !== undefined) member.reject(gone);
      return gone === undefined;
    });
  }

  private start(members: readonly Member[]): void {
    const [first] = members;
    if (!first) return;
    const { shape, weight } = first.statement;
    const slot = this.slots.start(shape, members.length, weight * members.length);
    this.connections.take();
    this.listener.noteMembers?.(members.length);
    const joined = !first.isAlone && this.joining.isJoined(shape, members.length) ? shape.joined : undefined;
    const statement = joined ? joinedStatement(joined, members) : first.statement;
    const turn = new Turn(() => whyAll(members));
    const running = { turn, members, slot };
    this.running.push(running);
    this.send(statement, turn, members.length).then(
      (rows) => {
        this.end(running, true, rows);
        if (joined) this.answer(members, rowsOfEach(joined, members.length, rows));
        else first.resolve(rows[0] ?? []);
        this.connections.leave();
      },
      (error: unknown) => {
        // A statement that took too long is known as slow from then on. A lost connection says nothing about it.
        this.end(running, isOfStatement(error), []);
        if (joined && whyAll(members) === undefined && isOfStatement(error)) {
          // A failed statement may fail again.
          this.joining.keepApart(shape);
          this.runAlone(members);
        } else for (const member of members) member.reject(error);
        this.connections.leave();
      },
    );
  }

  /** Returns the slot, and charges each member its part of the time and of the answer. */
  private end(running: (typeof this.running)[number], isTelling: boolean, rows: readonly Row[]): void {
    const { members, slot } = running;
    takeOut(this.running, running);
    let all = 0;
    for (const row of rows) all += lengthOf(row);
    const part = this.slots.end(slot, isTelling, all) / members.length;
    if (!members.some(({ charge }) => charge)) return;
    const isJoined = rows.length > 1;
    const lengths = new Map(rows.map((row) => [isJoined ? Number(row[0]) : 1, lengthOf(row)]));
    for (const [index, { charge }] of members.entries())
      if (charge) this.line.settle(charge, part + msOfAnswer(lengths.get(index + 1) ?? 0));
  }

  /**
   * Answers the members whose answers came; the other answers were too long to be joined. When most were, the shape is not joined for a
   * while.
   */
  private answer(members: readonly Member[], rows: readonly (Row | undefined)[]): void {
    const tooLong = members.filter((_member, index) => !rows[index]);
    if (tooLong[0] && tooLong.length > members.length / 2) this.joining.keepApart(tooLong[0].statement.shape);
    this.runAlone(tooLong);
    for (const [index, member] of members.entries()) {
      const row = rows[index];
      if (row) member.resolve(row);
    }
  }

  /** Runs each alone. They have had their turn, so a full line does not refuse them now. */
  private runAlone(members: readonly Member[]): void {
    const since = performance.now();
    if (members.length > 0) this.listener.noteAlone?.(members.length);
    for (const { statement, waiters } of members)
      this.wait(
        new Member(
          statement,
          waiters.map((waiter) => ({ ...waiter, since })),
          true,
        ),
      );
  }
}
