import { createHash } from "node:crypto";
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

/** A SHA-256 of a migration's SQL in both directions, without regard to white space. */
export async function checksumOf(database: DataSource, migration: MigrationInterface): Promise<string> {
  const hash = createHash("sha256");
  for (const direction of ["up", "down"] as const)
    for (const sql of await recordSql(database, migration, direction)) hash.update(`${sql.replace(/\s+/g, " ").trim()};`);
  return hash.digest("hex");
}
