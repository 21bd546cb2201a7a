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

/** What no answer can write is refused from now on. The rows that are there are mended and checked by the next migrations. */
export class RefuseUnwritableValues1795800023000 implements MigrationInterface {
  readonly name = "RefuseUnwritableValues1795800023000";

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, name, condition] of UNWRITABLE)
      await runner.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${condition}) NOT VALID`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, name] of UNWRITABLE) await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  }
}
