import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * A number for each account that its writes raise, where replicas answer reads. The row of the account itself stays as it is: it would get a
 * new updated_at. Half of each page is left free, so that no index gets an entry.
 */
export class AddAccountVersions1795800040000 implements MigrationInterface {
  readonly name = "AddAccountVersions1795800040000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE account_uses ADD COLUMN version integer NOT NULL DEFAULT 0");
    await runner.query("ALTER TABLE account_uses SET (fillfactor = 50)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE account_uses RESET (fillfactor)");
    await runner.query("ALTER TABLE account_uses DROP COLUMN version");
  }
}
