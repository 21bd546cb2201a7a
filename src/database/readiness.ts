import type { DataSource } from "typeorm";
import { missingTriggers } from "./missingTriggers.js";
import { nameOf } from "./nameOf.js";
import { queryRunner } from "./queryRunner.js";
import { sqlStateOf } from "./sqlStateOf.js";
import { sqlStates } from "./sqlStates.js";

export type Readiness = { readonly isReady: true } | { readonly isReady: false; readonly reason: string };

/** Whether the database answers, has every migration of this build, and keeps each updated_at. It writes nothing. */
export async function readiness(database: DataSource): Promise<Readiness> {
  try {
    const pending = await pendingMigrations(database);
    if (pending.length > 0) return { isReady: false, reason: `Migrations are pending: ${pending.join(", ")}.` };
    const [table] = await missingTriggers(database);
    return table === undefined ? { isReady: true } : { isReady: false, reason: withoutTrigger(table) };
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
  return database.migrations.map(nameOf).filter((name) => !names.has(name));
}

const withoutTrigger = (table: string) =>
  `Table ${table} has updated_at and no trigger that keeps it. Write one by npm run db -- generate, and migrate.`;
