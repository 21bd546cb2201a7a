import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddExports1795800001000 implements MigrationInterface {
  readonly name = "AddExports1795800001000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE exports (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL,
      token_hash bytea NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      fetched_at timestamptz,
      CONSTRAINT exports_pkey PRIMARY KEY (id),
      CONSTRAINT exports_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
    )`);
    await runner.query("CREATE UNIQUE INDEX ix_exports_user_id ON exports (user_id)");
    await runner.query("CREATE UNIQUE INDEX ix_exports_token_hash ON exports (token_hash)");
    await runner.query("CREATE INDEX ix_exports_expires_at ON exports (expires_at)");
    await runner.query(`CREATE TABLE export_parts (
      export_id uuid NOT NULL,
      part_number integer NOT NULL,
      table_name varchar(63) NOT NULL,
      body text NOT NULL,
      CONSTRAINT export_parts_pkey PRIMARY KEY (export_id, part_number),
      CONSTRAINT export_parts_export_id_fkey FOREIGN KEY (export_id) REFERENCES exports(id) ON DELETE CASCADE
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE export_parts");
    await runner.query("DROP TABLE exports");
  }
}
