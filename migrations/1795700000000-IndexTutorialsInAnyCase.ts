import type { MigrationInterface, QueryRunner } from "typeorm";

/** Categories and subjects are found without regard to case. */
export class IndexTutorialsInAnyCase1795700000000 implements MigrationInterface {
  readonly name = "IndexTutorialsInAnyCase1795700000000";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const column of ["category", "subject"])
      await runner.query(
        `CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tutorials_${column}_caseless ON tutorials (lower(${column}), created_at, id)`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const column of ["category", "subject"])
      await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ix_tutorials_${column}_caseless`);
  }
}
