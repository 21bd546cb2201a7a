import type { DataSource } from "typeorm";
import { queryRunner } from "./queryRunner.js";
import { sqlStateOf } from "./sqlStateOf.js";
import { sqlStates } from "./sqlStates.js";

export type Readiness = { readonly isReady: true } | { readonly isReady: false; readonly reason: string };

/** Whether the database answers and has every migration of this build. It writes nothing. */
export async function readiness(database: DataSource): Promise<Readiness> {
  try {
    const pending = await pendingMigrations(database);
    return pending.length === 0
      ? { isReady: true }
      : { isReady: false, reason: `Migrations are pending: ${pending.join(", ")}.` };
  } catch {
    return { isReady: false, reason: "The database cannot be reached." };
  }
}

/** The names of the migrations that the database lacks, oldest first. */
async function pendingMigrations(database: DataSource): Promise<string[]> {
  const query = { text: `SELECT name FROM ${database.options.migrationsTableName}`, values: [] };
  const applied = await queryRunner(database)(query).catch((error: unknown) => {
    if (sqlStateOf(error) === sqlStates.undefinedTable) return { rows: [] }; // It was never migrated.
    throw error;
  });
  const names = new Set((applied.rows as { name: string }[]).map(({ name }) => name));
  return database.migrations
    .map((migration) => migration.name ?? migration.constructor.name)
    .filter((name) => !names.has(name));
}
