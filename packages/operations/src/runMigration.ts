import type { DataSource, MigrationInterface } from "typeorm";

/** Runs one direction of a migration on a database without other users. It runs in a transaction unless the migration forbids that. */
export async function runMigration(
  database: DataSource,
  migration: MigrationInterface,
  direction: "up" | "down",
): Promise<void> {
  const runner = database.createQueryRunner();
  try {
    if (migration.transaction !== false) await runner.startTransaction();
    await migration[direction](runner);
    if (runner.isTransactionActive) await runner.commitTransaction();
  } finally {
    await runner.release();
  }
}
