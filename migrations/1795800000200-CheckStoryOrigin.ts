import type { MigrationInterface, QueryRunner } from "typeorm";

const CHECKS = [
  ["stories_origin_known", "origin IN ('HUMAN', 'AI')"],
  ["stories_origin_fits", "origin = 'AI' OR (generation_time_ms IS NULL AND ai_model IS NULL)"],
];

/** Each statement is a transaction of its own, so that others read and write while rows are read. */
export class CheckStoryOrigin1795800000200 implements MigrationInterface {
  readonly name = "CheckStoryOrigin1795800000200";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // A run that stopped has left its checks.
    for (const [name, condition] of CHECKS)
      await runner.query(
        `ALTER TABLE stories DROP CONSTRAINT IF EXISTS ${name}, ADD CONSTRAINT ${name} CHECK (${condition}) NOT VALID`,
      );
    for (const [name] of CHECKS) await runner.query(`ALTER TABLE stories VALIDATE CONSTRAINT ${name}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of CHECKS) await runner.query(`ALTER TABLE stories DROP CONSTRAINT IF EXISTS ${name}`);
  }
}
