import type { DataSource } from "typeorm";
import { nameOf } from "../nameOf.js";
import { isNobodys } from "./consent.js";
import { lossesOf } from "./losses.js";
import { readApplied } from "./memory.js";
import { OperationError } from "./OperationError.js";
import { recordSql } from "./recordSql.js";
import { adoptedHasNoDown } from "./revert.js";

/**
 * Makes a data source fit for TypeORM's own commands. TypeORM undoes every migration in a transaction, also one that forbids it,
 * and asks nothing. So this one undoes each as the migration says, and refuses what was adopted or would lose rows.
 */
export function forTypeOrm<T extends DataSource>(database: T, isProduction: boolean): T {
  const undo = database.undoLastMigration.bind(database);
  database.undoLastMigration = async (options) => {
    const latest = (await readApplied(database)).at(-1);
    const migration = database.migrations.find((one) => nameOf(one) === latest?.name);
    if (!latest || !migration) return undo(options);
    if (latest.is_adopted) throw adoptedHasNoDown(latest.name);
    const losses = await lossesOf(database, await recordSql(database, migration, "down"));
    if (losses.some(({ rows }) => rows > 0) && !(await isNobodys(database, { isProduction })))
      throw new OperationError(
        `Undoing ${latest.name} destroys ${losses.map(({ what }) => what).join("; ")}. Use npm run db -- revert, which asks first.`,
      );
    return undo(migration.transaction === false ? { ...options, transaction: "none" } : options);
  };
  return database;
}
