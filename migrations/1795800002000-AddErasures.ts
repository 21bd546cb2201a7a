import type { MigrationInterface, QueryRunner } from "typeorm";

/** The ledger takes no text: its checks let in a hash, times, and numbers under the names of tables. */
export class AddErasures1795800002000 implements MigrationInterface {
  readonly name = "AddErasures1795800002000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE erasures (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      account_hash bytea NOT NULL,
      erased_at timestamptz NOT NULL,
      counts jsonb NOT NULL,
      CONSTRAINT erasures_account_hash_length CHECK (octet_length(account_hash) = 32),
      CONSTRAINT erasures_counts_numbers CHECK (jsonb_typeof(counts) = 'object'
        AND NOT jsonb_path_exists(counts, 'strict $.* ? (@.type() != "number")')),
      CONSTRAINT erasures_counts_tables CHECK (counts - ARRAY['users', 'sessions', 'drawings', 'stories', 'row_counts', 'exports',
        'pending_erasures', 'admin_reads', 'consents', 'one_time_tokens', 'account_uses'] = '{}'),
      CONSTRAINT erasures_pkey PRIMARY KEY (id)
    )`);
    await runner.query("CREATE INDEX ix_erasures_account_hash ON erasures (account_hash)");
    await runner.query(`CREATE TABLE pending_erasures (
      user_id uuid NOT NULL,
      receipt_id uuid NOT NULL,
      asked_at timestamptz NOT NULL DEFAULT now(),
      due_at timestamptz NOT NULL,
      CONSTRAINT pending_erasures_pkey PRIMARY KEY (user_id),
      CONSTRAINT pending_erasures_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
    )`);
    await runner.query("CREATE INDEX ix_pending_erasures_due_at ON pending_erasures (due_at)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE pending_erasures");
    await runner.query("DROP TABLE erasures");
  }
}
