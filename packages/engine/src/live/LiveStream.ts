import type { CostControl } from "../answering/CostControl.js";
import { noteUse, type TokenListener } from "../answering/Reader.js";
import type { RowViewer } from "../answering/readRowOf.js";
import { budgetSpent, ClientError, ErrorCode } from "../errors.js";
import { ownDeadline } from "../gate/ownDeadline.js";
import type { Row } from "../gate/WaitingRead.js";
import type { EventStream } from "./EventStream.js";
import { eventOf, type LiveEvent } from "./eventOf.js";
import type { LiveListener } from "./LiveListener.js";
import type { LiveQuery } from "./LiveQuery.js";

/** How long a stream may have nothing left of its budget. */
const SPENT_MS = 60_000;
/** How often it is noted that a session is in use, and what an admin sees. */
const NOTE_MS = 3_600_000;
/** How many rows a millisecond of the database's time counts as, as for operations. */
const ROWS_OF_MS = 10;

/** What a stream needs of the service. */
export interface StreamParts {
  readonly costs: Pick<CostControl, "beginPoll" | "endPoll">;
  readonly tokens: TokenListener;
  readonly listener: LiveListener;
}

/** Whose stream it is. */
export interface StreamOwner {
  /** Whose budget it uses. */
  readonly payer: string;
  readonly viewer?: { readonly id: string; readonly seesAll: boolean };
  readonly operationName?: string;
  /** What a poll uses at most, in rows. */
  readonly rows: number;
}

/** One live query of one client: it sends an answer when that differs from the last. */
export class LiveStream {
  readonly openedAt = performance.now();
  polledAt = performance.now();
  /** The state of the database that its last answer is of; undefined where it has to be asked whatever that is. */
  private state: string | undefined;
  private taken = 0;
  private spentSince: number | undefined;
  private notedAt = performance.now();
  private seesAll: boolean;
  private answers = 0;

  /** @param id of the answer that the client has. */
  constructor(
    readonly query: LiveQuery,
    readonly events: EventStream,
    readonly owner: StreamOwner,
    private id: string,
    private readonly parts: StreamParts,
  ) {
    this.seesAll = owner.viewer?.seesAll === true;
  }

  /** Whether its answer can differ from the last, when this is the state of the database. */
  isDue(state: string, now: number, clockMs: number): boolean {
    return this.state !== state || now - this.polledAt >= clockMs;
  }

  /** Begins a poll. False where its client does not read, or its budget is spent: it then gets a later answer instead. */
  begin(now: number): boolean {
    if (this.events.isClosed) return false;
    if (!this.events.isRead) {
      this.parts.listener.noteConflated?.();
      return false;
    }
    const taken = this.parts.costs.beginPoll(this.owner.payer, this.owner.rows);
    if (taken === undefined) {
      this.spentSince ??= now;
      if (now - this.spentSince > SPENT_MS) this.refuse(budgetSpent(SPENT_MS / 1_000));
      return false;
    }
    this.spentSince = undefined;
    this.taken += taken;
    return true;
  }

  /** A poll has failed. The client gets its error only when the query itself is at fault. */
  fail(error: unknown): void {
    this.settle(0);
    if (error instanceof ClientError) return;
    this.parts.listener.noteFailure?.(error);
    this.refuse(error);
  }

  /** @param state of the database before the poll; undefined where nobody has looked. */
  async answer(row: Row, state: string | undefined): Promise<void> {
    const { ms, viewer } = this.query.read(row);
    this.settle(Math.max(1, Math.min(Math.ceil(ms * ROWS_OF_MS), this.owner.rows)));
    const number = ++this.answers;
    this.polledAt = performance.now();
    try {
      const event = this.query.eventOf(row);
      if (viewer) await this.note(viewer);
      // Another answer may have come while that was written down.
      if (number === this.answers && this.offer(event)) this.state = state;
    } catch (error) {
      // What could not be written down is not told, and asked for again.
      if (!(error instanceof ClientError && error.code === ErrorCode.UNAVAILABLE)) this.refuse(error);
    }
  }

  /** Says why it cannot go on, and ends. */
  refuse(error: unknown): void {
    if (this.events.isClosed) return;
    this.events.send(eventOf({ failures: [{ error }] }, ""));
    this.events.complete();
  }

  /** False where the client has not read what came before: it gets the answer that is the newest by then. */
  private offer(event: LiveEvent): boolean {
    if (event.id === this.id) return true;
    if (this.events.isClosed || !this.events.isRead) return false;
    this.id = event.id;
    this.events.send(event);
    this.parts.listener.noteEvent?.();
    return true;
  }

  private settle(used: number): void {
    this.parts.costs.endPoll(this.owner.payer, this.taken, used);
    this.taken = 0;
  }

  /** The opening has noted it all. It is noted again after an hour, or when the viewer's role has changed. */
  private async note(viewer: RowViewer): Promise<void> {
    const { tokenHash, reads } = this.query;
    const now = performance.now();
    if (tokenHash === undefined || (viewer.seesAll === this.seesAll && now - this.notedAt < NOTE_MS)) return;
    const { tokens } = this.parts;
    tokens.onToken(tokenHash, viewer.id, viewer.seesAll);
    await noteUse(tokens, tokenHash, viewer, reads, this.owner.operationName, ownDeadline());
    this.seesAll = viewer.seesAll;
    this.notedAt = now;
  }
}
