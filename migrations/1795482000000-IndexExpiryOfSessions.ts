import type { MigrationInterface, QueryRunner } from "typeorm";

/** Sessions that have expired are found by it, and deleted. */
export class IndexExpiryOfSessions1795482000000 implements MigrationInterface {
  readonly name = "IndexExpiryOfSessions1795482000000";
  /** What databases remember of it that ran it while comments still counted. The SQL is the same. */
  readonly formerChecksum = "ad5978b3ad3ab7572759a1e5d2eca426be8f0c2941e3b68a9f493e87f95906a1";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`-- allow index: sign-ins wait for half a second where half a million sessions are stored, and reads never
      CREATE INDEX ix_sessions_expires_at ON sessions (expires_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`-- allow drop-index: no statement on sessions is long, so the drop waits for none
      DROP INDEX ix_sessions_expires_at`);
  }
}
