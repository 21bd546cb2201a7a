import { setTimeout as wait } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { Statement } from "../compiler/Compiler.js";
import { sqlStateOf } from "../database/sqlStateOf.js";
import { sqlStates } from "../database/sqlStates.js";
import { ClientError } from "../errors.js";
import type { Deadline } from "../gate/Deadline.js";
import type { Gate } from "../gate/Gate.js";
import type { Row } from "../gate/WaitingRead.js";
import { Attempt } from "./Attempt.js";
import { agreed } from "./agreed.js";
import type { Replica } from "./Replica.js";

/** A read of fewer rows costs the primary about as much as its check: measured, a page of 21 rows costs five times as much. */
const LEAST_ROWS = 12;
/** After its own write a viewer is read from the primary for so long: the replica would be refused. */
const AFTER_WRITE_MS = 2_000;
const MAX_WRITERS = 50_000;
/** How long a replica has to answer before the primary is asked besides, and how many times as long as the shape usually takes. */
const PATIENCE_MS = 250;
const PATIENCE_TIMES = 4;
/** A column or a table that the replica lacks: a migration has not got there yet. */
const OUTDATED: ReadonlySet<unknown> = new Set([sqlStates.undefinedColumn, sqlStates.undefinedTable]);

/** What became of a read that could go to a replica. */
export type ReplicaOutcome = "answered" | "refused" | "late" | "failed";

export interface ReplicaReadsParts {
  readonly primary: Pick<Gate, "read" | "msOf">;
  readonly replicas: readonly Replica[];
  /** The statement that looks up the session of a token, the role and the version of its account. */
  readonly checkOf: (tokenHash: Buffer) => Statement;
  /** Whether the viewer of a token is known, and sees what is their own alone: what others see is written down on the primary. */
  readonly seesOwnOnly: (tokenHash: Buffer) => boolean;
  readonly note?: (outcome: ReplicaOutcome) => void;
}

/**
 * Reads from replicas what they may answer. A statement with a token runs on the replica, and at the same time the primary looks up the
 * session and the version of the account, joined with others' look-ups. The answer is let out only when both agree on who asks, on what they
 * see and on what they have written; otherwise the statement runs on the primary. So own writes are seen at once, and an ended session ends
 * at once. What others have written may be late by REPLICA_MAX_LAG_MS.
 */
export class ReplicaReads {
  private readonly wroteAt = new LRUCache<string, number>({ max: MAX_WRITERS });
  private turn = 0;

  constructor(private readonly parts: ReplicaReadsParts) {}

  /** The row that answers a statement that only reads. @throws as Gate.read does. */
  read(statement: Statement, deadline: Deadline, tokenHash: Buffer | undefined): Promise<Row> {
    const replica = this.mayGo(statement, tokenHash) ? this.next() : undefined;
    return replica ? this.readThere(replica, statement, deadline, tokenHash) : this.parts.primary.read(statement, deadline);
  }

  /** The viewer of the token has written. */
  noteWrite(tokenHash: Buffer): void {
    this.wroteAt.set(tokenHash.toString("latin1"), performance.now());
  }

  private mayGo({ shape }: Statement, tokenHash: Buffer | undefined): boolean {
    if (shape.rows < LEAST_ROWS) return false;
    if (tokenHash === undefined) return true;
    const wroteAt = this.wroteAt.get(tokenHash.toString("latin1")) ?? Number.NEGATIVE_INFINITY;
    return this.parts.seesOwnOnly(tokenHash) && performance.now() - wroteAt > AFTER_WRITE_MS;
  }

  /** The good replica with the fewest waiting reads; in turns where that is equal. */
  private next(): Replica | undefined {
    const { replicas } = this.parts;
    for (const replica of replicas) replica.want();
    this.turn++;
    let best: Replica | undefined;
    for (let index = 0; index < replicas.length; index++) {
      const one = replicas[(index + this.turn) % replicas.length];
      if (one?.health.isGood && !(best && best.gate.waiting.read <= one.gate.waiting.read)) best = one;
    }
    return best;
  }

  private async readThere(
    replica: Replica,
    statement: Statement,
    deadline: Deadline,
    tokenHash: Buffer | undefined,
  ): Promise<Row> {
    const { primary, checkOf, note } = this.parts;
    const check = tokenHash && primary.read(checkOf(tokenHash), deadline);
    // It may fail while nobody looks at it yet, or any more.
    check?.catch(() => undefined);
    const row = await this.ask(replica, statement, deadline);
    if (row === undefined) return primary.read(statement, deadline);
    const answer = check ? agreed(row, await check, statement) : row;
    if (check) replica.health.refusals.note(answer === undefined);
    note?.(answer ? "answered" : "refused");
    return answer ?? primary.read(statement, deadline);
  }

  /** What the replica answers; undefined where it fails, or takes so long that the primary is to be asked instead. */
  private async ask({ gate, health }: Replica, statement: Statement, deadline: Deadline): Promise<Row | undefined> {
    const attempt = new Attempt(deadline);
    const usualMs = this.parts.primary.msOf(statement.shape) ?? 0;
    const patience = new AbortController();
    const late = wait(Math.max(PATIENCE_MS, PATIENCE_TIMES * usualMs), LATE, { signal: patience.signal }).catch(() => LATE);
    const answer = gate.read(statement, attempt).catch((error: unknown) => new Failed(error));
    const first = await Promise.race([answer, late]);
    patience.abort();
    if (first === LATE) {
      attempt.giveUp();
      health.out("late");
      this.parts.note?.("late");
      return undefined;
    }
    if (!(first instanceof Failed)) return first as Row;
    const gone = deadline.why();
    if (gone !== undefined) throw gone;
    if (OUTDATED.has(sqlStateOf(first.error))) health.out("outdated");
    else if (first.error instanceof ClientError && first.error.details.reason === "down") health.out("down");
    this.parts.note?.("failed");
    return undefined;
  }
}

const LATE = Symbol("late");

class Failed {
  constructor(readonly error: unknown) {}
}
