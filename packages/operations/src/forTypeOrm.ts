import type { DataSource, MigrationInterface } from "typeorm";
import { nameOf } from "#engine/database";
import { isNobodys } from "./agreement.js";
import { readApplied } from "./appliedMigrations.js";
import { pendingOf, readHistory } from "./history.js";
import { lossesOf } from "./losses.js";
import { OperationError } from "./OperationError.js";
import { recordSql } from "./recordSql.js";
import { adoptedHasNoDown } from "./revert.js";
import { refuseUnlisted } from "./unlistedMigrations.js";

/**
 * Makes a data source fit for TypeORM's own commands, which ask nothing. So this one runs and undoes no migration that would lose rows,
 * and undoes no adoption, and its schema:drop and schema:sync do nothing. TypeORM undoes every migration in a transaction, also one that
 * forbids it; this one undoes each as the migration says.
 */
export function forTypeOrm<T extends DataSource>(database: T, isProduction: boolean): T {
  const [run, undo, show] = [database.runMigrations, database.undoLastMigration, database.showMigrations].map((method) =>
    method.bind(database),
  ) as [T["runMigrations"], T["undoLastMigration"], T["showMigrations"]];
  database.runMigrations = async (options) => {
    refuseUnlisted();
    for (const { migration } of pendingOf(await readHistory(database)))
      if (migration) await refuseLosses(database, migration, "up", isProduction);
    return run(options);
  };
  database.showMigrations = async () => {
    refuseUnlisted();
    return show();
  };
  database.undoLastMigration = async (options) => {
    const latest = (await readApplied(database)).at(-1);
    const migration = database.migrations.find((one) => nameOf(one) === latest?.name);
    if (!latest || !migration) return undo(options);
    if (latest.is_adopted) throw adoptedHasNoDown(latest.name);
    await refuseLosses(database, migration, "down", isProduction);
    return undo(migration.transaction === false ? { ...options, transaction: "none" } : options);
  };
  database.dropDatabase = async () => {
    throw new OperationError(
      "schema:drop drops what others made, too. Use npm run db -- reset, which tells first what it drops.",
    );
  };
  database.synchronize = async () => {
    throw new OperationError(
      "schema:sync drops what no entity declares. Use npm run db -- generate, then npm run db -- migrate.",
    );
  };
  return database;
}

async function refuseLosses(
  database: DataSource,
  migration: MigrationInterface,
  direction: "up" | "down",
  isProduction: boolean,
): Promise<void> {
  const losses = await lossesOf(database, await recordSql(database, migration, direction));
  if (!losses.some(({ rows }) => rows > 0) || (await isNobodys(database, { isProduction }))) return;
  const [verb, way] = direction === "up" ? ["Running", "migrate"] : ["Undoing", "revert"];
  throw new OperationError(
    `${verb} ${nameOf(migration)} destroys ${losses.map(({ what }) => what).join("; ")}. Use npm run db -- ${way}, which asks first.`,
  );
}
