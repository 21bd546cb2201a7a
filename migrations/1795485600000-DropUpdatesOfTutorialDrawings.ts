import type { MigrationInterface, QueryRunner } from "typeorm";

const INDEX = "ix_drawings_tutorial_id_updated_at_id";

/**
 * No order needs the index. The drawings of one tutorial in the order of their changes are found by ix_drawings_updated_at_id where they
 * are many, and by ix_drawings_tutorial_id_created_at_id and sorted where they are few. Each write of a drawing kept it up to date.
 */
export class DropUpdatesOfTutorialDrawings1795485600000 implements MigrationInterface {
  readonly name = "DropUpdatesOfTutorialDrawings1795485600000";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${INDEX}`);
    // Each new drawing and story counts one up in its account's row. With room on the page the new version stays beside the old one.
    await runner.query("ALTER TABLE row_counts SET (fillfactor = 50)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE row_counts RESET (fillfactor)");
    await runner.query(`CREATE INDEX CONCURRENTLY IF NOT EXISTS ${INDEX} ON drawings (tutorial_id, updated_at, id)`);
  }
}
