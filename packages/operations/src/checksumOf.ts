import { createHash } from "node:crypto";
import type { DataSource, MigrationInterface } from "typeorm";
import { withoutComments } from "./linting/withoutComments.js";
import { recordSql } from "./recordSql.js";

/**
 * A SHA-256 of a migration's SQL in both directions, in hexadecimal, without regard to white space and comments. The SQL is the same each
 * time that it is made, since a migration uses no clock and no random numbers: biome.json refuses them. @throws OperationError as recordSql.
 */
export async function checksumOf(database: DataSource, migration: MigrationInterface): Promise<string> {
  const hash = createHash("sha256");
  for (const direction of ["up", "down"] as const)
    for (const sql of await recordSql(database, migration, direction))
      hash.update(`${(await withoutComments(sql)).replace(/\s+/g, " ").trim()};`);
  return hash.digest("hex");
}
