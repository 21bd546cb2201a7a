import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the stories of a month have used of the service that writes them. It names no account. */
export class AddStorySpends1795900003000 implements MigrationInterface {
  readonly name = "AddStorySpends1795900003000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE story_spends (
      month date NOT NULL,
      input_tokens bigint NOT NULL DEFAULT 0,
      output_tokens bigint NOT NULL DEFAULT 0,
      calls bigint NOT NULL DEFAULT 0,
      CONSTRAINT story_spends_pkey PRIMARY KEY (month)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TABLE story_spends");
  }
}
