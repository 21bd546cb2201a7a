import type { MigrationInterface, QueryRunner } from "typeorm";

const TABLES = ["users", "tutorials", "tutorial_steps", "drawings", "stories"];
const CHECKS = [
  ...[...TABLES, "sessions", "exports", "one_time_tokens"].map((table) => [table, `${table}_created_at_range`]),
  ...TABLES.map((table) => [table, `${table}_updated_at_range`]),
  ["users", "users_birthdate_range"],
  ["drawings", "drawings_edited_images_urls_entries"],
];

/**
 * Reads the rows that are there, a transaction a check. Where one breaks a check, as a birthdate of infinity does, the migration stops with
 * its name and stays pending: find the rows by the check's condition, as in SELECT id FROM users WHERE NOT isfinite(birthdate), mend them,
 * and migrate again.
 */
export class CheckUnwritableValues1795800023200 implements MigrationInterface {
  readonly name = "CheckUnwritableValues1795800023200";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, name] of CHECKS) await runner.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`);
  }

  async down(): Promise<void> {
    // A check that was validated cannot become one that was not. The migration before this one drops it.
  }
}
