import type { DataSource } from "typeorm";

export type Readiness = { readonly isReady: true } | { readonly isReady: false; readonly reason: string };

const NEVER_MIGRATED = "42P01";

/** Whether the database answers and has every migration of this build. It writes nothing. */
export async function readiness(database: DataSource): Promise<Readiness> {
  if (!database.isInitialized) return { isReady: false, reason: "The database cannot be reached." };
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
export async function pendingMigrations(database: DataSource): Promise<string[]> {
  const applied = await database
    .query<{ name: string }[]>(`SELECT name FROM ${database.options.migrationsTableName}`)
    .catch((error: { code?: string }) => {
      if (error.code === NEVER_MIGRATED) return [];
      throw error;
    });
  const names = new Set(applied.map(({ name }) => name));
  return database.migrations
    .map((migration) => migration.name ?? migration.constructor.name)
    .filter((name) => !names.has(name));
}
