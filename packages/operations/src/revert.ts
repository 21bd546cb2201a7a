import type { DataSource } from "typeorm";
import { nameOf } from "#engine/database";
import { deleteRecord, makeRecord, type SqlSession } from "./appliedMigrations.js";
import { isNamed, type Known, readHistory } from "./history.js";
import { type Loss, lossesOf } from "./losses.js";
import { OperationError } from "./OperationError.js";
import type { Progress, Report } from "./Report.js";
import { recordSql } from "./recordSql.js";
import { inSession, inTransaction } from "./underLock.js";

export interface RevertChoice {
  readonly steps?: number;
  /** The last migration that stays. */
  readonly to?: string;
}

export interface RevertPlan extends Report {
  readonly names: readonly string[];
  readonly losses: readonly Loss[];
}

/** The migrations to undo, the latest first, with their SQL and the losses. @throws OperationError for one that cannot be undone. */
export async function planRevert(database: DataSource, choice: RevertChoice): Promise<RevertPlan> {
  const undone = chosen(await readHistory(database), choice);
  const migrations: { name: string; sql: readonly string[] }[] = [];
  for (const { name, migration } of undone)
    migrations.push({ name, sql: migration ? await recordSql(database, migration, "down") : [] });
  const lines = migrations.flatMap(({ name, sql }) => [`-- undoes ${name}`, ...sql.map((text) => `${text};`), ""]);
  return {
    isGood: true,
    lines: lines.length > 0 ? lines : ["-- There is nothing to undo."],
    details: { migrations },
    names: undone.map(({ name }) => name),
    losses: await lossesOf(
      database,
      migrations.flatMap(({ sql }) => sql),
    ),
  };
}

/** Undoes these, in this order, each whole. @throws OperationError when they are no longer the latest. */
export async function revert(database: DataSource, names: readonly string[], say: Progress): Promise<Report> {
  for (const name of names) {
    const migration = database.migrations.find((one) => nameOf(one) === name);
    const run = migration?.transaction === false ? inSession : inTransaction;
    await run(database, say, async (runner) => {
      const [latest] = chosen(await readHistory(database, runner.manager), {});
      if (latest?.name !== name) throw new OperationError("Another run has changed what is applied. Look at the plan again.");
      await makeRecord(runner.manager);
      say(`Undoing ${name} …`);
      await migration?.down(runner);
      await deleteRecord(runner.manager, name);
      await dropPositions(runner.manager);
    });
  }
  const lines = names.length === 0 ? ["There is nothing to undo."] : [`Undone: ${names.join(", ")}.`];
  return { isGood: true, lines, details: { undone: names } };
}

/** The positions of data migrations: an older build, which has none, would treat the empty table as foreign. */
async function dropPositions(session: SqlSession): Promise<void> {
  const [table] = await session.query<{ isThere: boolean }[]>(
    `SELECT to_regclass('migration_positions') IS NOT NULL AS "isThere"`,
  );
  if (table?.isThere && (await session.query("SELECT FROM migration_positions LIMIT 1")).length === 0)
    await session.query("DROP TABLE migration_positions");
}

/** Why an adoption cannot be reverted. */
export const adoptedHasNoDown = (name: string): OperationError =>
  new OperationError(
    `${name} was adopted: the Python service made its tables and rows, and undoing it would drop them. Nothing was undone. To go back, restore the backup from before the adoption.`,
  );

function chosen(history: readonly Known[], { steps = 1, to }: RevertChoice): Known[] {
  const applied = history.filter(({ state }) => state === "applied" || state === "edited" || state === "missing").reverse();
  const kept = to === undefined ? -1 : applied.findIndex(({ name }) => isNamed(name, to));
  if (to !== undefined && kept === -1)
    throw new OperationError(`${to} is not among the applied migrations. npm run db -- status lists them.`);
  const undone = applied.slice(0, to === undefined ? steps : kept);
  const unable = undone.filter(({ state }) => state !== "applied");
  if (unable.length > 0)
    throw new OperationError(
      `This build cannot undo ${unable.map(({ name, state }) => `${name} (${state})`).join(", ")}. Use the build that applied it.`,
    );
  const adopted = undone.find(({ isAdopted }) => isAdopted);
  if (adopted) throw adoptedHasNoDown(adopted.name);
  return undone;
}
