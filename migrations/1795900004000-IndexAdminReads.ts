import type { MigrationInterface, QueryRunner } from "typeorm";

/** [index, its columns]. */
const PAGES: readonly (readonly [string, string])[] = [
  ["ix_admin_reads_read_at_id", "read_at, id"],
  ["ix_admin_reads_admin_id_read_at_id", "admin_id, read_at, id"],
  ["ix_admin_reads_user_id_read_at_id", "user_id, read_at, id"],
];
const BEFORE: readonly (readonly [string, string])[] = [
  ["ix_admin_reads_read_at", "read_at"],
  ["ix_admin_reads_admin_id", "admin_id"],
  ["ix_admin_reads_user_id", "user_id"],
];

/** Admins page through what was read: all of it, by an admin, and of an account. */
export class IndexAdminReads1795900004000 implements MigrationInterface {
  readonly name = "IndexAdminReads1795900004000";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await replace(runner, BEFORE, PAGES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replace(runner, PAGES, BEFORE);
  }
}

async function replace(runner: QueryRunner, gone: typeof PAGES, come: typeof PAGES): Promise<void> {
  for (const [index, columns] of come)
    await runner.query(`CREATE INDEX CONCURRENTLY IF NOT EXISTS ${index} ON admin_reads (${columns})`);
  for (const [index] of gone) await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
}
