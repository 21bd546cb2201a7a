import { QueryFailedError, type QueryRunner } from "typeorm";
import { sqlStateOf, sqlStates } from "#engine/database";

export interface Tried {
  /** How many rows it changed. */
  readonly rows: number;
  /** Why PostgreSQL refuses it; absent when it was done. */
  readonly refusal?: { readonly state: string; readonly text: string };
}

/** What the states say about rows, or about objects in the way. */
const REASONS: Readonly<Record<string, string>> = {
  [sqlStates.foreignKeyViolation]: "rows refer to rows that are not there",
  [sqlStates.notNullViolation]: "rows have no value there",
  [sqlStates.checkViolation]: "rows break it",
  [sqlStates.uniqueViolation]: "values stand there twice",
  [sqlStates.featureNotSupported]: "PostgreSQL cannot, for instance because a view or rule uses the column",
  [sqlStates.stringDataRightTruncation]: "texts are too long for it",
};

/**
 * Runs a statement in the open transaction, behind a savepoint, so that the transaction outlives a refusal. @throws all other failures: a
 * lock that is not free, a lost connection.
 */
export async function tryStatement(runner: QueryRunner, sql: string): Promise<Tried> {
  await runner.query("SAVEPOINT one_statement");
  try {
    const { affected } = await runner.query(sql, [], true);
    await runner.query("RELEASE SAVEPOINT one_statement");
    return { rows: affected ?? 0 };
  } catch (error) {
    if (!(error instanceof QueryFailedError) || sqlStateOf(error) === sqlStates.lockNotAvailable) throw error;
    await runner.query("ROLLBACK TO SAVEPOINT one_statement");
    return { rows: 0, refusal: { state: sqlStateOf(error), text: explain(error, sql) } };
  }
}

/** PostgreSQL's own message may quote rows, so it is left out. */
function explain(error: QueryFailedError, sql: string): string {
  const {
    code = "",
    table,
    column,
    constraint,
  } = error.driverError as Error & Partial<Record<"code" | "table" | "column" | "constraint", string>>;
  const names = [table, column, constraint].filter((name) => name !== undefined).join(" ");
  const why = [REASONS[code] ?? "PostgreSQL does not do it", names].filter((text) => text !== "").join(": ");
  return `${sql.replace(/\s+/g, " ").slice(0, 160)}: ${why} (${code})`;
}
