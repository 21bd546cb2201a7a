import type { MigrationInterface, QueryRunner } from "typeorm";

/** Finds what shows a picture, without keeping writers out. */
export class IndexPictures1795900000100 implements MigrationInterface {
  readonly name = "IndexPictures1795900000100";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ["drawings", "stories"])
      await runner.query(
        `CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_${table}_picture_id_user_id ON ${table} (picture_id, user_id)`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["drawings", "stories"])
      await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ix_${table}_picture_id_user_id`);
  }
}
