import type { DataSource, MigrationInterface } from "typeorm";

/**
 * The statements that a migration would run, in order. None is run; a migration that queries the database gets empty results.
 */
export async function recordSql(
  database: DataSource,
  migration: MigrationInterface,
  direction: "up" | "down",
): Promise<readonly string[]> {
  const statements: string[] = [];
  const recorder = database.createQueryRunner();
  recorder.query = async (sql: string) => {
    statements.push(sql);
    return [] as never;
  };
  await migration[direction](recorder);
  return statements;
}
