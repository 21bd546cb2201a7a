import type { MigrationInterface, QueryRunner } from "typeorm";

const FOLDED = (column: string) => `(normalize(lower(${column} COLLATE "und-x-icu"), NFC) COLLATE "C")`;

/** [new index, its table, its columns, the index that it replaces, the columns of that]. */
const INDEXES: readonly (readonly [string, string, string, string?, string?])[] = [
  ["ix_users_email_id_by_code_points", "users", 'email COLLATE "C", id'],
  ["ix_stories_title_id_by_code_points", "stories", 'title COLLATE "C", id', "ix_stories_title_id", "title, id"],
  [
    "ix_stories_user_id_title_id_by_code_points",
    "stories",
    'user_id, title COLLATE "C", id',
    "ix_stories_user_id_title_id",
    "user_id, title, id",
  ],
  ["ix_tutorials_subject_id_by_code_points", "tutorials", 'subject COLLATE "C", id', "ix_tutorials_subject_id", "subject, id"],
  ...["category", "subject"].map(
    (column) =>
      [
        `ix_tutorials_${column}_folded`,
        "tutorials",
        `${FOLDED(column)}, created_at, id`,
        `ix_tutorials_${column}_caseless`,
        `lower(${column}), created_at, id`,
      ] as const,
  ),
];

/**
 * Texts are sorted by code points and found in any case by the same rules on every database, whatever its own collation is. Each old index
 * goes once its successor is there. Until it is replaced, the last release sorts titles and subjects by itself, and looks categories up by
 * reading all tutorials.
 */
export class SortTextsByCodePoints1795800021000 implements MigrationInterface {
  readonly name = "SortTextsByCodePoints1795800021000";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [index, table, columns, old] of INDEXES) {
      await runner.query(`CREATE INDEX CONCURRENTLY IF NOT EXISTS ${index} ON ${table} (${columns})`);
      if (old) await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${old}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [index, table, , old, columns] of INDEXES) {
      if (old) await runner.query(`CREATE INDEX CONCURRENTLY IF NOT EXISTS ${old} ON ${table} (${columns})`);
      await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
    }
  }
}
