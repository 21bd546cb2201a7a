import type { DataSource } from "typeorm";
import type { Gate } from "../gate/Gate.js";
import { missingTriggers } from "./missingTriggers.js";
import { nameOf } from "./nameOf.js";
import { queryRunner } from "./queryRunner.js";
import { sqlStateOf } from "./sqlStateOf.js";
import { sqlStates } from "./sqlStates.js";

/**
 * Why the database cannot serve: it does not answer, lacks a migration of this build, or does not keep an updated_at. Undefined when it
 * can. It writes nothing.
 */
export async function whyNotReady(database: DataSource, gate?: Pick<Gate, "lookUp">): Promise<string | undefined> {
  try {
    const pending = await pendingMigrations(database, gate);
    if (pending.length > 0) return `Migrations are pending: ${pending.join(", ")}.`;
    const [table] = await missingTriggers(database, gate);
    return table && withoutTrigger(table);
  } catch {
    return "The database cannot be reached.";
  }
}

/** The names of the migrations that the database lacks, oldest first. */
async function pendingMigrations(database: DataSource, gate?: Pick<Gate, "lookUp">): Promise<string[]> {
  const query = { text: `SELECT name FROM ${database.options.migrationsTableName}`, values: [] };
  const applied = await queryRunner(
    database,
    gate,
  )(query).catch((error: unknown) => {
    if (sqlStateOf(error) === sqlStates.undefinedTable) return { rows: [] }; // It was never migrated.
    throw error;
  });
  const names = new Set((applied.rows as { name: string }[]).map(({ name }) => name));
  return database.migrations.map(nameOf).filter((name) => !names.has(name));
}

const withoutTrigger = (table: string) =>
  `Table ${table} has updated_at and no trigger that keeps it. Write one by npm run db -- generate, and migrate.`;
