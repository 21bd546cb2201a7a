import type { MigrationInterface, QueryRunner } from "typeorm";

const TABLES_OF_ACCOUNTS = `'users', 'sessions', 'drawings', 'stories', 'row_counts', 'exports', 'pending_erasures', 'admin_reads',
  'consents', 'one_time_tokens', 'account_uses'`;
const OF_PICTURES = "'pictures', 'story_requests'";

const countsOnly = (tables: string) => `ALTER TABLE erasures DROP CONSTRAINT IF EXISTS erasures_counts_tables,
  ADD CONSTRAINT erasures_counts_tables CHECK (counts - ARRAY[${tables}] = '{}') NOT VALID`;

/** A drawing or story shows a picture of its own account alone, and the ledger of erasures counts pictures too. */
export class OwnPictures1795900000200 implements MigrationInterface {
  readonly name = "OwnPictures1795900000200";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ["drawings", "stories"]) {
      await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${table}_picture_id_fkey,
        ADD CONSTRAINT ${table}_picture_id_fkey FOREIGN KEY (picture_id, user_id) REFERENCES pictures (id, user_id) NOT VALID`);
      await runner.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${table}_picture_id_fkey`);
    }
    await runner.query(countsOnly(`${TABLES_OF_ACCOUNTS}, ${OF_PICTURES}`));
    await runner.query("ALTER TABLE erasures VALIDATE CONSTRAINT erasures_counts_tables");
  }

  async down(runner: QueryRunner): Promise<void> {
    // What the ledger has counted of tables that it no longer knows goes, or the narrower rule could not hold.
    await runner.query(`-- allow update: only where this is undone, of a table that nothing waits for
      UPDATE erasures SET counts = counts - ARRAY[${OF_PICTURES}] WHERE counts <> counts - ARRAY[${OF_PICTURES}]`);
    await runner.query(countsOnly(TABLES_OF_ACCOUNTS));
    await runner.query("ALTER TABLE erasures VALIDATE CONSTRAINT erasures_counts_tables");
    for (const table of ["drawings", "stories"])
      await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${table}_picture_id_fkey`);
  }
}
