import type { DataSource, MigrationInterface, QueryRunner } from "typeorm";
import { nameOf } from "#engine/database";
import { DataMigration } from "../DataMigration.js";
import type { Progress } from "../Report.js";
import { recordSql } from "../recordSql.js";
import { repairs } from "./repairs.js";
import { tryStatement } from "./tryStatement.js";

export interface Outcome {
  readonly statements: readonly string[];
  /** How many rows got other values, and which. */
  readonly changes: readonly string[];
  /** PostgreSQL's refusals, with which nothing can be kept. */
  readonly failures: readonly string[];
}

const IS_ABOUT_ROWS = /^2[23]/;

/** Runs the repairs and the statements in the open transaction. It goes on after a refusal, so that all are found at once. */
export async function adoptionIn(runner: QueryRunner, statements: readonly string[], say: Progress): Promise<Outcome> {
  const outcome = { changes: [] as string[], failures: [] as string[] };
  const all = [...repairs, ...statements.map((sql) => ({ what: undefined, sql }))];
  for (const [index, { what, sql }] of all.entries()) {
    say(`Statement ${index + 1} of ${all.length} …`);
    const { rows, refusal } = await tryStatement(runner, sql);
    if (refusal) outcome.failures.push(refusal.text);
    else if (what !== undefined && rows > 0) outcome.changes.push(`${rows} ${rows === 1 ? "row" : "rows"}: ${what}`);
  }
  return { ...outcome, statements: all.map(({ sql }) => `${sql};`) };
}

/** The statements of these migrations that PostgreSQL would refuse because of rows. Their statements are run in the open transaction. */
export async function refusalsOf(
  database: DataSource,
  runner: QueryRunner,
  migrations: readonly MigrationInterface[],
): Promise<string[]> {
  const refusals: string[] = [];
  for (const migration of migrations)
    for (const sql of migration instanceof DataMigration ? [migration.atOnce()] : await recordSql(database, migration, "up")) {
      const { refusal } = await tryStatement(runner, sql);
      if (refusal && IS_ABOUT_ROWS.test(refusal.state)) refusals.push(`${nameOf(migration)}: ${refusal.text}`);
    }
  return refusals;
}
