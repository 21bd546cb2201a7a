import type { DataSource, QueryRunner } from "typeorm";
import { DataMigration } from "../../../migrations/DataMigration.js";
import { checksumOf } from "./checksumOf.js";
import { describeProgress } from "./describeProgress.js";
import { type Known, makeMemory, pendingOf, readHistory, remember, rememberChecksums } from "./history.js";
import { OperationError } from "./OperationError.js";
import type { Progress, Report } from "./Report.js";
import { recordSql } from "./recordSql.js";
import { inSession, inTransaction } from "./underLock.js";

/**
 * Runs pending migrations, up to the named one. Those that may run in a transaction share one; each of the others runs alone.
 * @throws OperationError, before anything is run, when an applied migration was edited, or a pending one has no SQL of its own.
 */
export async function migrate(database: DataSource, say: Progress, to?: string): Promise<Report> {
  // What cannot be recorded is refused before anything is run.
  for (const { migration } of pendingOf(await checkedHistory(database), to))
    if (migration) await checksumOf(database, migration);
  const ran: string[] = [];
  for (;;) {
    const [next] = pendingOf(await checkedHistory(database), to);
    if (!next) break;
    const names = isAlone(next) ? await runAlone(database, say, to) : await runTogether(database, say, to);
    ran.push(...names);
  }
  const lines = ran.length === 0 ? ["Nothing is pending."] : [`Applied: ${ran.join(", ")}.`];
  return { isGood: true, lines, details: { applied: ran } };
}

const isAlone = ({ migration }: Known): boolean => migration?.transaction === false;

async function runTogether(database: DataSource, say: Progress, to?: string): Promise<string[]> {
  return inTransaction(database, say, async (runner) => {
    await makeMemory(runner.manager);
    const history = await checkedHistory(database, runner);
    await rememberChecksums(database, runner.manager, history);
    const pending = pendingOf(history, to);
    const first = pending.findIndex(isAlone);
    const together = first === -1 ? pending : pending.slice(0, first);
    for (const known of together) await run(database, runner, known, say);
    return together.map(({ name }) => name);
  });
}

async function runAlone(database: DataSource, say: Progress, to?: string): Promise<string[]> {
  return inSession(database, say, async (runner) => {
    await makeMemory(runner.manager);
    const history = await checkedHistory(database, runner);
    await rememberChecksums(database, runner.manager, history);
    const [next] = pendingOf(history, to);
    if (!next?.migration || !isAlone(next)) return [];
    await dropLeftovers(runner, await recordSql(database, next.migration, "up"));
    await run(database, runner, next, say);
    return [next.name];
  });
}

async function run(database: DataSource, runner: QueryRunner, { name, migration }: Known, say: Progress): Promise<void> {
  if (!migration) return;
  say(`Running ${name} …`);
  await (migration instanceof DataMigration ? runBatches(runner, migration, say) : migration.up(runner));
  await remember(database, runner.manager, migration);
}

async function runBatches(runner: QueryRunner, migration: DataMigration, say: Progress): Promise<void> {
  const problem = await migration.problem(runner);
  if (problem) throw new OperationError(problem);
  await migration.up(runner, (progress) => say(describeProgress(progress)));
}

/** A killed CREATE INDEX CONCURRENTLY leaves an invalid index behind, which would stop the next try. */
async function dropLeftovers(runner: QueryRunner, statements: readonly string[]): Promise<void> {
  const invalid = await runner.manager.query<{ name: string }[]>(
    "SELECT relname AS name FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE NOT indisvalid",
  );
  for (const { name } of invalid)
    if (statements.some((sql) => new RegExp(`\\bINDEX CONCURRENTLY (IF NOT EXISTS )?"?${name}"?\\b`, "i").test(sql)))
      await runner.query(`DROP INDEX CONCURRENTLY "${name}"`);
}

async function checkedHistory(database: DataSource, runner?: QueryRunner): Promise<Known[]> {
  const history = await readHistory(database, runner?.manager);
  const edited = history.filter(({ state }) => state === "edited").map(({ name }) => name);
  if (edited.length > 0)
    throw new OperationError(
      `Edited since they were applied: ${edited.join(", ")}. Restore their files, and write the change as a new migration.`,
    );
  return history;
}
