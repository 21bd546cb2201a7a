import type { DataSource, MigrationInterface } from "typeorm";
import { nameOf } from "#engine/database";
import { DataMigration } from "../DataMigration.js";
import { recordSql } from "../recordSql.js";
import type { LintedMigration } from "./lintMigration.js";

/** The statements of a migration in both directions, for lint. A data migration has one statement, on each batch. */
export async function recordMigration(database: DataSource, migration: MigrationInterface): Promise<LintedMigration> {
  if (migration instanceof DataMigration)
    return { name: migration.name, up: [], down: [], transaction: false, ofBatch: migration.statement };
  return {
    name: nameOf(migration),
    up: await recordSql(database, migration, "up"),
    down: await recordSql(database, migration, "down"),
    transaction: migration.transaction,
  };
}
