import type { BoundField } from "../../compiler/BoundField.js";
import type { Compiler, Statement } from "../../compiler/Compiler.js";
import { type FieldRead, needOf } from "../../compiler/Read.js";
import { adminsOnly, answerTooLong, tokenMissing, tokenRefused } from "../../errors.js";
import type { Deadline } from "../../gate/Deadline.js";
import { tokenHashOf } from "../../RequestContext.js";
import type { Outcome } from "./assemble.js";
import type { OperationRequest } from "./OperationRequest.js";

/** Hands back the one row of a statement that reads, unless who asked for it has gone before. */
export type RunStatement = (statement: Statement, deadline: Deadline) => Promise<readonly unknown[]>;

/** How statements are run, by whose slots they take: what a mutation reads back goes with the writes, so that full reads do not hold it up. */
export type RunStatements = Readonly<Record<"read" | "write", RunStatement>>;

/** Hears of every statement how long it took. */
export type ReportStatement = (operationName: string | undefined, ms: number) => void;

/** Hears of each good token. */
export interface HearOfToken {
  /** Notes that its session is in use. */
  readonly noteUse: (tokenHash: Buffer) => Promise<void>;
  /** Writes down what a viewer who sees all could have read of others. The answer waits for it. */
  readonly noteSight: (viewerId: string, reads: readonly FieldRead[], operationName: string | undefined) => Promise<void>;
  readonly noteViewer: (tokenHash: Buffer, viewerId: string) => void;
}

/** Reads fields from the database, all of them by one statement. */
export class Reader {
  constructor(
    private readonly compiler: Compiler,
    private readonly run: RunStatements,
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
    { context, operation, explanation }: OperationRequest,
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
    const row = await this.run[operation.isMutation ? "write" : "read"](statement, context);
    const ms = performance.now() - started;
    this.report(operation.name, ms);
    explanation?.note(statement, ms);
    const [viewerId, seesAll, isStale] = row.slice(reads.length);
    if (tokenHash !== undefined) {
      if (typeof viewerId !== "string") throw tokenRefused();
      this.tokens.noteViewer(tokenHash, viewerId);
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
