import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Each new drawing and story counts one up in its account's row. With room on the page the new version of that row stays beside the old
 * one, and no index gets an entry. Pages that are full keep their rows until these change.
 */
export class LeaveRoomForCounts1795485600000 implements MigrationInterface {
  readonly name = "LeaveRoomForCounts1795485600000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE row_counts SET (fillfactor = 50)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE row_counts RESET (fillfactor)");
  }
}
