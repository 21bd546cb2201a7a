import { type DataSource, type MigrationInterface, QueryFailedError, type QueryRunner } from "typeorm";
import { nameOf } from "../nameOf.js";
import { sqlStateOf } from "../sqlStateOf.js";
import { sqlStates } from "../sqlStates.js";
import type { Progress } from "./Report.js";
import { recordSql } from "./recordSql.js";
import { repairs } from "./repairs.js";

export interface Outcome {
  readonly statements: readonly string[];
  /** How many rows got other values, and which. */
  readonly changes: readonly string[];
  /** What PostgreSQL refuses, so that nothing can be kept. */
  readonly failures: readonly string[];
  /** What it would refuse of the later migrations. */
  readonly later: readonly string[];
}

/** What the states of class 22 and 23, and some others, say about rows. */
const REASONS: Readonly<Record<string, string>> = {
  [sqlStates.foreignKeyViolation]: "rows refer to rows that are not there",
  [sqlStates.notNullViolation]: "rows have no value there",
  [sqlStates.checkViolation]: "rows break it",
  [sqlStates.uniqueViolation]: "values stand there twice",
  [sqlStates.stringDataRightTruncation]: "texts are too long for it",
};
const IS_ABOUT_ROWS = /^2[23]/;

/**
 * Runs the repairs and the statements in the open transaction, and then the later migrations. Each has a savepoint, so that all
 * refusals are found at once. @throws what is no refusal of a statement: a lock that is not free, a lost connection.
 */
export async function adoptionIn(
  database: DataSource,
  runner: QueryRunner,
  statements: readonly string[],
  later: readonly MigrationInterface[],
  say: Progress,
): Promise<Outcome> {
  const outcome = { changes: [] as string[], failures: [] as string[], later: [] as string[] };
  const all = [...repairs, ...statements.map((sql) => ({ what: undefined, sql }))];
  for (const [index, { what, sql }] of all.entries()) {
    say(`Statement ${index + 1} of ${all.length} …`);
    const { rows, error } = await tried(runner, sql);
    if (error) outcome.failures.push(explain(error, sql));
    else if (what !== undefined && rows > 0) outcome.changes.push(`${rows} ${rows === 1 ? "row" : "rows"}: ${what}`);
  }
  if (outcome.failures.length === 0)
    for (const migration of later)
      for (const sql of await recordSql(database, migration, "up")) {
        const { error } = await tried(runner, sql);
        if (error && IS_ABOUT_ROWS.test(sqlStateOf(error))) outcome.later.push(`${nameOf(migration)}: ${explain(error, sql)}`);
      }
  return { ...outcome, statements: all.map(({ sql }) => `${sql};`) };
}

async function tried(runner: QueryRunner, sql: string): Promise<{ rows: number; error?: QueryFailedError }> {
  await runner.query("SAVEPOINT one_statement");
  try {
    const { affected = 0 } = await runner.query(sql, [], true);
    return { rows: affected };
  } catch (error) {
    if (!(error instanceof QueryFailedError) || sqlStateOf(error) === sqlStates.lockNotAvailable) throw error;
    await runner.query("ROLLBACK TO SAVEPOINT one_statement");
    return { rows: 0, error };
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
