import type { MigrationInterface, QueryRunner } from "typeorm";

const TABLES = ["users", "tutorials", "tutorial_steps", "drawings", "stories"];
const CREATED_ALONE = ["sessions", "exports", "one_time_tokens"];

const instant = (table: string, column: string) =>
  [
    table,
    `${table}_${column}_range`,
    `(${column} AT TIME ZONE 'UTC') BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999'`,
  ] as const;

/** [table, name of the check, what its rows have to be]. */
const UNWRITABLE: readonly (readonly [string, string, string])[] = [
  ...[...TABLES, ...CREATED_ALONE].map((table) => instant(table, "created_at")),
  ...TABLES.map((table) => instant(table, "updated_at")),
  ["users", "users_birthdate_range", "(birthdate) BETWEEN '0001-01-01' AND '9999-12-31'"],
  [
    "drawings",
    "drawings_edited_images_urls_entries",
    `cardinality(edited_images_urls) = 0 OR CASE WHEN array_ndims(edited_images_urls) = 1 THEN
      array_position(edited_images_urls, NULL) IS NULL AND array_position(edited_images_urls, '') IS NULL ELSE false END`,
  ],
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
    for (const [table, name] of UNWRITABLE) await runner.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    // A check that was validated cannot become one that was not: it is made anew.
    for (const [table, name, condition] of UNWRITABLE)
      await runner.query(
        `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name}, ADD CONSTRAINT ${name} CHECK (${condition}) NOT VALID`,
      );
  }
}
