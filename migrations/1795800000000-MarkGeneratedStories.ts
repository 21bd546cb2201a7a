import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Where a story comes from. A trigger marks the rows that tell of an AI, so that those of the last release, which does not know the column,
 * are marked too.
 */
export class MarkGeneratedStories1795800000000 implements MigrationInterface {
  readonly name = "MarkGeneratedStories1795800000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE stories
      ADD COLUMN origin varchar(16) NOT NULL DEFAULT 'HUMAN',
      ADD COLUMN ai_model varchar(100)`);
    await runner.query(`CREATE FUNCTION mark_generated_story() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.origin = 'AI';
        RETURN NEW;
      END
    $$`);
    await runner.query(`CREATE TRIGGER mark_generated BEFORE INSERT OR UPDATE ON stories FOR EACH ROW
      WHEN (NEW.origin = 'HUMAN' AND (NEW.generation_time_ms IS NOT NULL OR NEW.ai_model IS NOT NULL))
      EXECUTE FUNCTION mark_generated_story()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TRIGGER mark_generated ON stories");
    await runner.query("DROP FUNCTION mark_generated_story()");
    await runner.query("ALTER TABLE stories DROP COLUMN ai_model, DROP COLUMN origin");
  }
}
