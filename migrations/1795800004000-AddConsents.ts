import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddConsents1795800004000 implements MigrationInterface {
  readonly name = "AddConsents1795800004000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE consents (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL,
      guardian varchar(255) NOT NULL,
      method varchar(16) NOT NULL,
      text_version varchar(50) NOT NULL,
      given_at timestamptz NOT NULL DEFAULT now(),
      withdrawn_at timestamptz,
      CONSTRAINT consents_method_known CHECK (method IN ('ONLINE', 'PAPER', 'SCHOOL')),
      CONSTRAINT consents_pkey PRIMARY KEY (id),
      CONSTRAINT consents_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
    )`);
    await runner.query("CREATE INDEX ix_consents_user_id_given_at ON consents (user_id, given_at)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE consents");
  }
}
