import type { Shape, Statement } from "../compiler/Compiler.js";
import { ClientError, overloaded } from "../errors.js";
import { joinedStatement, keyOf, rowsOfEach, type SentStatement } from "./joinedStatement.js";
import { type Asker, Member, type Waiter } from "./Member.js";
import { Places } from "./Places.js";

/** When reads share a statement: those that wait; each one, even without company, so that tests see the joined text; or none. */
export type JoinReads = "auto" | "always" | "never";

/** Sends a statement to the database, and hands back its rows. */
export type SendRead = (
  statement: SentStatement,
  signal: AbortSignal,
  members: number,
) => Promise<readonly (readonly unknown[])[]>;

export interface ReadQueueSettings {
  readonly join: JoinReads;
  /** How many statements run at once at the very most. */
  readonly places: number;
  /** How long a read waits for its turn. */
  readonly waitMs: number;
}

/** What operators see of it. */
export interface HearOfReads {
  /** A statement was sent for so many members. */
  readonly noteMembers?: (count: number) => void;
  /** So many members run alone, because their statement failed or one of its answers was long. */
  readonly noteAlone?: (count: number) => void;
  /** A request was refused, because its turn did not come in time. */
  readonly noteRefusal?: () => void;
}

const MAX_MEMBERS = 16;
/** How many rows all members of a statement together may read, so that none is kept waiting for long by the others. */
const MAX_ROWS = 20_000;
/** How long a shape stays unjoined after a statement of many has failed. */
const APART_MS = 30_000;
/** How often is looked whose wait is over, and who has hung up. */
const TICK_MS = 10;

/**
 * The reads that wait for the database. A read is sent at once and alone when there is a place for it. When there is none, it waits; the
 * next free place takes who has waited for longest, with all who wait for the same shape, in one statement. Nobody is added to a statement
 * that was sent: its snapshot may be older than what the client was told since.
 */
export class ReadQueue {
  /** Those that wait, by shape and by what they ask, the oldest first. */
  private readonly waiting = new Map<Shape, Map<string, Member>>();
  /** Those whose statement runs, by what cancels it. */
  private readonly running = new Map<AbortController, readonly Member[]>();
  private readonly apartUntil = new WeakMap<Shape, number>();
  private count = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly send: SendRead,
    private readonly settings: ReadQueueSettings,
    private readonly hear: HearOfReads = {},
    private readonly places = new Places(settings.places),
  ) {}

  /** How many statements may run at once by now. */
  get limit(): number {
    return this.places.count;
  }

  /** How many reads wait. */
  get length(): number {
    let length = 0;
    for (const members of this.waiting.values()) for (const { waiters } of members.values()) length += waiters.length;
    return length;
  }

  /**
   * The row that answers a read.
   * @throws ClientError UNAVAILABLE without a turn in time; why the asker has gone; what the database throws.
   */
  read(statement: Statement, asker: Asker): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      const waiter = { asker, until: performance.now() + this.settings.waitMs, resolve, reject };
      if (this.places.hasRoom(statement.shape)) this.start([new Member(statement, [waiter], ++this.count)]);
      else this.wait(statement, waiter);
    });
  }

  private wait(statement: Statement, waiter: Waiter): void {
    const members = this.waiting.get(statement.shape) ?? new Map<string, Member>();
    this.waiting.set(statement.shape, members);
    const number = ++this.count;
    const isShared = statement.shape.isPublic && this.settings.join !== "never";
    const key = isShared ? keyOf(statement) : String(number);
    const same = members.get(key);
    if (same) same.waiters = [...same.waiters, waiter];
    else members.set(key, new Member(statement, [waiter], number));
    this.tickSoon();
  }

  /** Sends what may be sent now, who has waited for longest first. */
  private next(): void {
    for (let shape = this.nextShape(); shape; shape = this.nextShape()) {
      const members = this.take(shape);
      if (members.length > 0) this.start(members);
    }
  }

  private nextShape(): Shape | undefined {
    let found: Shape | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const [shape, members] of this.waiting) {
      const [oldest] = members.values();
      if (oldest && oldest.number < least && this.places.hasRoom(shape)) {
        found = shape;
        least = oldest.number;
      }
    }
    return found;
  }

  /** The oldest that wait for the shape: as many as may share a statement. */
  private take(shape: Shape): Member[] {
    const waiting = this.waiting.get(shape) ?? new Map<string, Member>();
    const most = Math.min(MAX_MEMBERS, MAX_ROWS / shape.rows);
    const taken: Member[] = [];
    for (const [key, member] of waiting) {
      const [first] = taken;
      if (first && !(this.mayJoin(first) && taken.length + 1 <= most)) break;
      if (first && !this.mayJoin(member)) continue;
      waiting.delete(key);
      if (member.isGone) member.reject(overloaded());
      else taken.push(member);
    }
    if (waiting.size === 0) this.waiting.delete(shape);
    return taken;
  }

  private mayJoin({ statement: { shape }, isAlone }: Member): boolean {
    if (this.settings.join === "never" || isAlone || !shape.joined) return false;
    return performance.now() >= (this.apartUntil.get(shape) ?? 0);
  }

  private start(members: readonly Member[]): void {
    const [first] = members;
    if (!first) return;
    const { shape } = first.statement;
    const running = this.places.start(shape, members.length);
    this.hear.noteMembers?.(members.length);
    const isJoined = members.length > 1 || (this.settings.join === "always" && this.mayJoin(first));
    const joined = isJoined ? shape.joined : undefined;
    const statement = joined ? joinedStatement(joined, members) : first.statement;
    const cancel = new AbortController();
    this.running.set(cancel, members);
    this.tickSoon();
    this.send(statement, cancel.signal, members.length).then(
      (rows) => {
        this.running.delete(cancel);
        this.places.end(running, this.waiting.size > 0);
        if (joined) this.answer(members, rowsOfEach(joined, members.length, rows));
        else first.resolve(rows[0] ?? []);
        this.next();
      },
      (error: unknown) => {
        this.running.delete(cancel);
        // A statement that took too long is known as slow from then on. A lost connection says nothing about it.
        if (isOfStatement(error)) this.places.end(running, this.waiting.size > 0);
        else this.places.drop(running);
        if (joined && !cancel.signal.aborted && isOfStatement(error)) {
          // What failed may fail again.
          this.keepApart(members);
          this.runAlone(members);
        } else for (const member of members) member.reject(error);
        this.next();
      },
    );
  }

  /** Answers those whose answers came; the others were too long to be joined. Where that is most of them, the shape stays apart. */
  private answer(members: readonly Member[], rows: readonly (readonly unknown[] | undefined)[]): void {
    const tooLong = members.filter((_member, index) => !rows[index]);
    if (tooLong.length > members.length / 2) this.keepApart(tooLong);
    this.runAlone(tooLong);
    for (const [index, member] of members.entries()) {
      const row = rows[index];
      if (row) member.resolve(row);
    }
  }

  private keepApart([first]: readonly Member[]): void {
    if (first) this.apartUntil.set(first.statement.shape, performance.now() + APART_MS);
  }

  /** Each by itself, before all others of their shape. */
  private runAlone(members: readonly Member[]): void {
    const [first] = members;
    if (!first) return;
    const { shape } = first.statement;
    const until = performance.now() + this.settings.waitMs;
    this.hear.noteAlone?.(members.length);
    const alone = members.map(({ statement, waiters, number }): [string, Member] => [
      `alone ${number}`,
      new Member(
        statement,
        waiters.map((waiter) => ({ ...waiter, until })),
        number,
        true,
      ),
    ]);
    this.waiting.set(shape, new Map([...alone, ...(this.waiting.get(shape) ?? [])]));
    this.tickSoon();
  }

  /** One timer for all who wait, in the place of one each. */
  private tickSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.tick();
      if (this.waiting.size > 0 || this.running.size > 0) this.tickSoon();
    }, TICK_MS);
  }

  private tick(): void {
    const now = performance.now();
    for (const [shape, members] of this.waiting) {
      for (const [key, member] of members) {
        for (let late = member.dropLate(now, overloaded); late > 0; late--) this.hear.noteRefusal?.();
        if (member.waiters.length === 0) members.delete(key);
      }
      if (members.size === 0) this.waiting.delete(shape);
    }
    for (const [cancel, members] of this.running)
      if (members.every(({ isGone }) => isGone)) cancel.abort(members[0]?.waiters[0]?.asker.whyGone());
    // A statement that runs for long has become slow, which makes room.
    this.next();
  }
}

/** Whether the statement itself has failed: then those who share it may fare better alone. The loss of a connection hits each alike. */
const isOfStatement = (error: unknown): boolean => !(error instanceof ClientError) || error.details.isOfStatement === true;
