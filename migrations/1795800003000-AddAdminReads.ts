import type { MigrationInterface, QueryRunner } from "typeorm";

export class AddAdminReads1795800003000 implements MigrationInterface {
  readonly name = "AddAdminReads1795800003000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE admin_reads (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      admin_id uuid,
      user_id uuid,
      operation varchar(100),
      read_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT admin_reads_pkey PRIMARY KEY (id),
      CONSTRAINT admin_reads_admin_id_fkey FOREIGN KEY (admin_id) REFERENCES users(id) ON DELETE SET NULL,
      CONSTRAINT admin_reads_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
    )`);
    await runner.query("CREATE INDEX ix_admin_reads_admin_id ON admin_reads (admin_id)");
    await runner.query("CREATE INDEX ix_admin_reads_user_id ON admin_reads (user_id)");
    await runner.query("CREATE INDEX ix_admin_reads_read_at ON admin_reads (read_at)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE admin_reads");
  }
}
