import type { MigrationInterface, QueryRunner } from "typeorm";

/** [index, what it is on]. */
const INDEXES: readonly (readonly [string, string])[] = [
  ["ix_users_search_text_trigrams", "users USING gin (search_trigrams(search_text))"],
  ["ix_users_role_created_at_id", "users (role, created_at, id)"],
  ["ix_stories_user_id_origin_created_at_id", "stories (user_id, origin, created_at, id)"],
];

/**
 * Accounts are found by any three letters in a row of their names and emails. The trigrams are made by a function of our own: the extension
 * that makes them is not on every server, and a migration has to be the same everywhere.
 */
export class IndexSearchAndFilters1795800030400 implements MigrationInterface {
  readonly name = "IndexSearchAndFilters1795800030400";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [index, on] of INDEXES) await runner.query(`CREATE INDEX CONCURRENTLY IF NOT EXISTS ${index} ON ${on}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [index] of INDEXES) await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
  }
}
