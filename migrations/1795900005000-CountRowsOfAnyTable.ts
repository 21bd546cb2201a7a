import type { MigrationInterface, QueryRunner } from "typeorm";

const BEFORE = `'users', 'sessions', 'drawings', 'stories', 'row_counts', 'exports', 'pending_erasures', 'admin_reads', 'consents',
    'one_time_tokens', 'account_uses', 'pictures', 'story_requests'`;

const check = (condition: string) => `ALTER TABLE erasures DROP CONSTRAINT IF EXISTS erasures_counts_tables,
    ADD CONSTRAINT erasures_counts_tables CHECK (${condition}) NOT VALID`;
const VALIDATE = "ALTER TABLE erasures VALIDATE CONSTRAINT erasures_counts_tables";

/** The ledger of erasures counts rows by names of tables, whichever these are: a new table needs no change of the rule. */
export class CountRowsOfAnyTable1795900005000 implements MigrationInterface {
  readonly name = "CountRowsOfAnyTable1795900005000";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      check(`NOT jsonb_path_exists(counts, 'strict $.keyvalue() ? (!(@.key like_regex "^[a-z][a-z0-9_]{0,62}$"))')`),
    );
    await runner.query(VALIDATE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(check(`counts - ARRAY[${BEFORE}] = '{}'`));
    // What the ledger has counted of tables that it no longer knows goes, or the narrower rule could not hold.
    await runner.query(`-- allow update: only where this is undone, of a table that nothing waits for
      UPDATE erasures SET counts = (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(counts)
        WHERE key IN (${BEFORE})) WHERE counts - ARRAY[${BEFORE}] <> '{}'`);
    await runner.query(VALIDATE);
  }
}
