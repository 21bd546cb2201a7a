import type { DataSource, QueryRunner } from "typeorm";
import { type Agreement, confirmLosses } from "./agreement.js";
import { makeRecord, recordApplied } from "./appliedMigrations.js";
import { DataMigration } from "./DataMigration.js";
import { describeProgress } from "./describeProgress.js";
import { type Known, pendingOf, readHistory, recordChecksums, type State, withoutChecksum } from "./history.js";
import { lossesOf } from "./losses.js";
import { OperationError } from "./OperationError.js";
import type { Progress, Report } from "./Report.js";
import { recordSql } from "./recordSql.js";
import { inSession, inTransaction } from "./underLock.js";
import { refuseUnlisted } from "./unlistedMigrations.js";

/** The states that an operator may decide to ignore. */
export const DOUBTS = ["edited", "missing", "out-of-order"] as const;
export type Doubt = (typeof DOUBTS)[number];

export interface MigrateChoice {
  /** The last migration to run. */
  readonly to?: string;
  readonly despite?: readonly Doubt[];
  readonly agreement: Agreement;
}

/** Everything, as long as nothing is lost by it. */
const ALL: MigrateChoice = { agreement: { isProduction: true } };

const WHAT_TO_DO: Record<Doubt, string> = {
  edited:
    "Edited since they were applied: $. Restore their files, and write the change as a new migration; or let npm run db -- repair take them as they are. --despite edited goes on.",
  missing:
    "Applied, and missing in this build: $. Deploy the build that has them, or let npm run db -- repair forget them; --despite missing goes on.",
  "out-of-order":
    "Pending, though a later one has been applied: $. Give them a new timestamp if they build on later ones; --despite out-of-order runs them.",
};

/**
 * Runs pending migrations, up to the named one. Those that may run in a transaction share one; each of the others runs alone.
 * @throws OperationError, before anything is run, when the history is in doubt, when a pending migration has no SQL of its own, or
 * when rows would be lost and nobody agreed.
 */
export async function migrate(database: DataSource, say: Progress, choice: MigrateChoice = ALL): Promise<Report> {
  refuseUnlisted();
  await agree(database, say, choice);
  const ran: string[] = [];
  for (;;) {
    const history = await checkedHistory(database, choice);
    const [next] = pendingOf(history, choice.to);
    if (!next && withoutChecksum(history).length === 0) break;
    const names = next && isAlone(next) ? await runAlone(database, say, choice) : await runTogether(database, say, choice);
    ran.push(...names);
  }
  const lines = ran.length === 0 ? ["Nothing is pending."] : [`Applied: ${ran.join(", ")}.`];
  return { isGood: true, lines, details: { applied: ran } };
}

const isAlone = ({ migration }: Known): boolean => migration?.transaction === false;

/** Asks before anything is lost. */
async function agree(database: DataSource, say: Progress, choice: MigrateChoice): Promise<void> {
  const statements: string[] = [];
  for (const { migration } of pendingOf(await checkedHistory(database, choice), choice.to))
    if (migration) statements.push(...(await recordSql(database, migration, "up")));
  await confirmLosses(database, await lossesOf(database, statements), choice.agreement, say);
}

async function runTogether(database: DataSource, say: Progress, choice: MigrateChoice): Promise<string[]> {
  return inTransaction(database, say, async (runner) => {
    await makeRecord(runner.manager);
    const history = await checkedHistory(database, choice, runner);
    await recordChecksums(database, runner.manager, history);
    const pending = pendingOf(history, choice.to);
    const first = pending.findIndex(isAlone);
    const together = first === -1 ? pending : pending.slice(0, first);
    for (const known of together) await run(database, runner, known, say);
    return together.map(({ name }) => name);
  });
}

async function runAlone(database: DataSource, say: Progress, choice: MigrateChoice): Promise<string[]> {
  return inSession(database, say, async (runner) => {
    await makeRecord(runner.manager);
    const history = await checkedHistory(database, choice, runner);
    await recordChecksums(database, runner.manager, history);
    const [next] = pendingOf(history, choice.to);
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
  await recordApplied(database, runner.manager, migration);
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

async function checkedHistory(
  database: DataSource,
  { to, despite = [] }: MigrateChoice,
  runner?: QueryRunner,
): Promise<Known[]> {
  const history = await readHistory(database, runner?.manager);
  const pending = new Set(pendingOf(history, to));
  const reasons = DOUBTS.filter((doubt) => !despite.includes(doubt)).flatMap((doubt) => {
    const state: State = doubt === "out-of-order" ? "out of order" : doubt;
    const names = history.filter((known) => known.state === state && (doubt !== "out-of-order" || pending.has(known)));
    return names.length === 0 ? [] : [WHAT_TO_DO[doubt].replace("$", names.map(({ name }) => name).join(", "))];
  });
  if (reasons.length > 0) throw new OperationError(reasons.join("\n"));
  return history;
}
