import type { BoundField } from "../../compiler/BoundField.js";
import type { Compiler, Statement } from "../../compiler/Compiler.js";
import { type FieldRead, needOf } from "../../compiler/Read.js";
import { adminsOnly, tokenMissing, tokenRefused } from "../../errors.js";
import type { Outcome } from "./assemble.js";

/** Runs a statement that reads, and hands back its one row. */
export type RunStatement = (statement: Statement) => Promise<readonly unknown[]>;

/** Hears of every statement how long it took. */
export type ReportStatement = (operationName: string | undefined, ms: number) => void;

/** Notes that the session of a token is in use. */
export type NoteUse = (tokenHash: Buffer) => Promise<void>;

/** Reads fields from the database, all of them by one statement. */
export class Reader {
  constructor(
    private readonly compiler: Compiler,
    private readonly run: RunStatement,
    private readonly report: ReportStatement,
    private readonly noteUse: NoteUse,
  ) {}

  /** @throws ClientError UNAUTHENTICATED when the token is not good: then nothing is answered, not even what is public. */
  async read(
    asked: readonly FieldRead[],
    tokenHash: Buffer | undefined,
    operationName: string | undefined,
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
    const row = await this.run(statement);
    this.report(operationName, performance.now() - started);
    const [isSignedIn, seesAll, isStale] = row.slice(reads.length);
    if (tokenHash !== undefined && isSignedIn !== true) throw tokenRefused();
    if (tokenHash !== undefined && isStale === true) await this.noteUse(tokenHash);
    for (const [index, { field, read }] of reads.entries()) {
      const isRefused = needOf(read) === "seesAll" && seesAll !== true;
      outcomes.set(field, isRefused ? { error: adminsOnly() } : { json: String(row[index] ?? "null") });
    }
    return outcomes;
  }
}
