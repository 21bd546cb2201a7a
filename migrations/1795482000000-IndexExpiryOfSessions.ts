import type { MigrationInterface, QueryRunner } from "typeorm";

/** Sessions that have expired are found by it, and deleted. */
export class IndexExpiryOfSessions1795482000000 implements MigrationInterface {
  readonly name = "IndexExpiryOfSessions1795482000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`-- allow index-concurrently: sign-ins wait for half a second where half a million sessions are stored, and reads never
      CREATE INDEX ix_sessions_expires_at ON sessions (expires_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`-- allow drop-index-concurrently: no statement on sessions is long, so the drop waits for none
      DROP INDEX ix_sessions_expires_at`);
  }
}
