import type { Statement } from "../compiler/Compiler.js";
import type { Deadline } from "./Deadline.js";
import { isOfStatement } from "./isOfStatement.js";
import type { Joining } from "./Joining.js";
import { joinedStatement, rowsOfEach } from "./joinedStatement.js";
import { lengthOf } from "./lengthOf.js";
import { ofEachShape } from "./ofEachShape.js";
import type { ReadListener, SendRead } from "./ReadLane.js";
import type { ReadSlots } from "./ReadSlots.js";
import { Turn } from "./Turn.js";
import { type Row, WaitingRead } from "./WaitingRead.js";
import type { LaneSlots } from "./WorkLane.js";
import { whyAll } from "./whyAll.js";

/** A poll that has waited for so long goes though others wait: under a load that never ends it would have no turn. */
const PATIENCE_MS = 3_000;

/**
 * The polls of live queries. They come many at a time, and polls of one shape always share statements. Such a statement goes
 * when no other read waits, and one at a time: so each sees at least what the last one saw, and live queries hold one connection at most.
 */
export class PollLane {
  /** Waiting polls, in groups of one shape. */
  private readonly waiting: WaitingRead[][] = [];
  private running: Turn | undefined;

  /** @param most how many share a statement. @param mayGo whether no other read waits. */
  constructor(
    private readonly send: SendRead,
    private readonly joining: Joining,
    private readonly slots: ReadSlots,
    private readonly connections: LaneSlots,
    private readonly listener: ReadListener,
    private readonly most: number,
    private readonly mayGo: () => boolean,
    private readonly tickSoon: () => void,
  ) {}

  get isIdle(): boolean {
    return this.waiting.length === 0 && this.running === undefined;
  }

  /** @param isUrgent whether they go before the waiting polls. @returns the row that answers each. */
  poll(statements: readonly Statement[], isUrgent: boolean, deadline: Deadline): readonly Promise<Row>[] {
    const reads: WaitingRead[] = [];
    const since = performance.now();
    const rows = statements.map(
      (statement) =>
        new Promise<Row>((resolve, reject) => {
          reads.push(new WaitingRead(statement, [{ deadline, since, resolve, reject }]));
        }),
    );
    if (isUrgent) this.waiting.unshift(...ofEachShape(reads));
    else this.waiting.push(...ofEachShape(reads));
    this.next();
    this.tickSoon();
    return rows;
  }

  /** Sends the next statement, if it may go now. */
  next(): void {
    const [group = []] = this.waiting;
    const [first] = group;
    if (!first || this.running || !this.mayStart(first)) return;
    const reads = group.splice(
      0,
      first.isAlone ? 1 : this.joining.mostOf(first.statement, this.most, Number.POSITIVE_INFINITY),
    );
    if (group.length === 0) this.waiting.shift();
    this.start(first, reads);
  }

  tick(now: number): void {
    for (const [index, group] of [...this.waiting.entries()].reverse()) {
      for (const read of group) read.drop(({ deadline }) => deadline.why());
      const left = group.filter(({ waiters }) => waiters.length > 0);
      if (left.length > 0) group.splice(0, group.length, ...left);
      else this.waiting.splice(index, 1);
    }
    this.running?.look(now);
  }

  private mayStart({ statement: { shape, weight }, waiters: [waiter] }: WaitingRead): boolean {
    const isPatient = this.mayGo() || performance.now() - (waiter?.since ?? 0) > PATIENCE_MS;
    return isPatient && this.connections.hasRoom() && this.slots.hasRoom(shape) && weight <= this.slots.bytesLeft;
  }

  private start(first: WaitingRead, reads: readonly WaitingRead[]): void {
    const { shape, weight } = first.statement;
    const slot = this.slots.start(shape, reads.length, weight * reads.length);
    this.connections.take();
    this.listener.notePolls?.(reads.length);
    const joined = !first.isAlone && this.joining.isJoined(shape, reads.length) ? shape.joined : undefined;
    const turn = new Turn(() => whyAll(reads));
    this.running = turn;
    const end = (isTelling: boolean, rows: readonly Row[]) => {
      this.running = undefined;
      this.slots.end(
        slot,
        isTelling,
        rows.reduce((sum, row) => sum + lengthOf(row), 0),
      );
    };
    this.send(joined ? joinedStatement(joined, reads) : first.statement, turn, reads.length).then(
      (rows) => {
        end(shape.joined !== undefined, rows);
        this.answer(reads, joined ? rowsOfEach(joined, reads.length, rows) : [rows[0] ?? []]);
        this.connections.leave();
      },
      (error: unknown) => {
        end(isOfStatement(error), []);
        if (joined && isOfStatement(error) && turn.why() === undefined) {
          this.joining.keepApart(shape);
          this.runAlone(reads);
        } else for (const read of reads) read.reject(error);
        this.connections.leave();
      },
    );
  }

  /** Resolves the polls whose answers came; the other answers were too long to be joined. */
  private answer(reads: readonly WaitingRead[], rows: readonly (Row | undefined)[]): void {
    this.runAlone(reads.filter((_read, index) => !rows[index]));
    for (const [index, read] of reads.entries()) {
      const row = rows[index];
      if (row) read.resolve(row);
    }
  }

  /** Each by itself, before the others: they have had their turn. */
  private runAlone(reads: readonly WaitingRead[]): void {
    if (reads.length === 0) return;
    this.listener.noteAlone?.(reads.length);
    this.waiting.unshift(reads.map(({ statement, waiters }) => new WaitingRead(statement, waiters, true)));
  }
}
