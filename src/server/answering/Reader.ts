import type { BoundField } from "../../compiler/BoundField.js";
import type { Compiler, Statement } from "../../compiler/Compiler.js";
import { type FieldRead, needOf } from "../../compiler/Read.js";
import { adminsOnly, answerTooLong, tokenMissing, tokenRefused } from "../../errors.js";
import { type RequestContext, tokenHashOf } from "../../RequestContext.js";
import type { Outcome } from "./assemble.js";
import type { OperationRequest } from "./OperationRequest.js";

/** Whose place at the database a read takes: what a mutation reads back goes with the writes, so that full reads do not hold it up. */
export type Lane = "read" | "write";

/** Hands back the one row of a statement that reads, unless who asked for it has gone before. */
export type RunStatement = (statement: Statement, asker: RequestContext, lane: Lane) => Promise<readonly unknown[]>;

/** Hears of every statement how long it took. */
export type ReportStatement = (operationName: string | undefined, ms: number) => void;

/** Hears of each good token. */
export interface HearOfToken {
  /** Notes that its session is in use. */
  readonly noteUse: (tokenHash: Buffer) => Promise<void>;
  /** Writes down what a viewer who sees all could have read of others. The answer waits for it. */
  readonly noteSight: (viewerId: string, reads: readonly FieldRead[], operationName: string | undefined) => Promise<void>;
  readonly noteViewer: (tokenHash: Buffer, viewerId: string, seesAll: boolean) => void;
}

/** Reads fields from the database, all of them by one statement. */
export class Reader {
  constructor(
    private readonly compiler: Compiler,
    private readonly run: RunStatement,
    private readonly report: ReportStatement,
    private readonly tokens: HearOfToken,
  ) {}

  /**
   * @param tokenHash of the token to read as, where it is another than the request's.
   * @throws ClientError UNAUTHENTICATED when the token is not good: then nothing is answered, not even what is public;
   * QUERY_TOO_COMPLEX when the answer is too long.
   */
  async read(
    asked: readonly FieldRead[],
    { context, operation, explanation, noteWork }: OperationRequest,
    tokenHash = tokenHashOf(context),
  ): Promise<ReadonlyMap<BoundField, Outcome>> {
    const outcomes = new Map<BoundField, Outcome>();
    const reads = asked.filter(({ field, read }) => {
      const isMissing = tokenHash === undefined && needOf(read) !== undefined;
      if (isMissing) outcomes.set(field, { error: tokenMissing() });
      return !isMissing;
    });
    if (reads.length === 0 && tokenHash === undefined) return outcomes;
    const statement = this.compiler.compile(reads, tokenHash);
    const started = performance.now();
    const row = await this.run(statement, context, operation.isMutation ? "write" : "read");
    const ms = performance.now() - started;
    this.report(operation.name, ms);
    explanation?.note(statement, ms);
    noteWork?.(Number(row.at(statement.maxBytes === undefined ? -1 : -2)));
    const [viewerId, seesAll, isStale] = row.slice(reads.length);
    if (tokenHash !== undefined) {
      if (typeof viewerId !== "string") throw tokenRefused();
      this.tokens.noteViewer(tokenHash, viewerId, seesAll === true);
      if (isStale === true) await this.tokens.noteUse(tokenHash);
      if (seesAll === true) await this.tokens.noteSight(viewerId, reads, operation.name);
    }
    if (statement.maxBytes !== undefined && row.at(-1) === true) throw answerTooLong(statement.maxBytes);
    for (const [index, { field, read }] of reads.entries()) {
      const isRefused = needOf(read) === "seesAll" && seesAll !== true;
      outcomes.set(field, isRefused ? { error: adminsOnly() } : { json: String(row[index] ?? "null") });
    }
    return outcomes;
  }
}
