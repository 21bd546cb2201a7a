import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddOneTimeTokens1795800010000 implements MigrationInterface {
  readonly name = "AddOneTimeTokens1795800010000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE users ADD COLUMN email_verified_at timestamptz");
    await runner.query(`CREATE TABLE one_time_tokens (
      user_id uuid NOT NULL,
      purpose varchar(32) NOT NULL,
      token_hash bytea NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      CONSTRAINT one_time_tokens_purpose_known CHECK (purpose IN ('PASSWORD_RESET', 'EMAIL_VERIFICATION')),
      CONSTRAINT one_time_tokens_pkey PRIMARY KEY (user_id, purpose),
      CONSTRAINT one_time_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
    )`);
    await runner.query("CREATE UNIQUE INDEX ix_one_time_tokens_token_hash ON one_time_tokens (token_hash)");
    await runner.query("CREATE INDEX ix_one_time_tokens_expires_at ON one_time_tokens (expires_at)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE one_time_tokens");
    await runner.query("ALTER TABLE users DROP COLUMN email_verified_at");
  }
}
