import type { MigrationInterface, QueryRunner } from "typeorm";

/** Reads the accounts once, while everybody goes on reading and writing. */
export class CheckLanguages1795900002100 implements MigrationInterface {
  readonly name = "CheckLanguages1795900002100";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE users VALIDATE CONSTRAINT users_language_known");
  }

  async down(runner: QueryRunner): Promise<void> {
    // A check that was validated cannot become one that was not: it is made anew.
    await runner.query(`ALTER TABLE users DROP CONSTRAINT IF EXISTS users_language_known,
      ADD CONSTRAINT users_language_known CHECK (language IN ('EN', 'DE')) NOT VALID`);
  }
}
