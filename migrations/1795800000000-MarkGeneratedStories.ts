import type { MigrationInterface, QueryRunner } from "typeorm";

/** Rows that one UPDATE changes: their locks last as long as this takes. */
const BATCH = 5_000;
const CHECKS = [
  ["stories_origin_known", "origin IN ('HUMAN', 'AI')"],
  ["stories_origin_fits", "origin = 'AI' OR (generation_time_ms IS NULL AND ai_model IS NULL)"],
];

/**
 * Where a story comes from. A trigger marks the rows that tell of an AI, so that those of the last release, which does not know the column,
 * are marked too. The rows that are there are marked in batches, each a transaction of its own. They get a new updated_at, so that clients
 * which ask for changes learn of it.
 */
export class MarkGeneratedStories1795800000000 implements MigrationInterface {
  readonly name = "MarkGeneratedStories1795800000000";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // A run that stopped has left its part.
    await runner.query(`ALTER TABLE stories
      ADD COLUMN IF NOT EXISTS origin varchar(16) NOT NULL DEFAULT 'HUMAN',
      ADD COLUMN IF NOT EXISTS ai_model varchar(100)`);
    await runner.query(`CREATE OR REPLACE FUNCTION mark_generated_story() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.origin = 'AI';
        RETURN NEW;
      END
    $$`);
    await runner.query(`CREATE OR REPLACE TRIGGER mark_generated BEFORE INSERT OR UPDATE ON stories FOR EACH ROW
      WHEN (NEW.origin = 'HUMAN' AND (NEW.generation_time_ms IS NOT NULL OR NEW.ai_model IS NOT NULL))
      EXECUTE FUNCTION mark_generated_story()`);
    await runner.query(`DO $$
      BEGIN
        LOOP
          UPDATE stories SET origin = 'AI' WHERE id IN (SELECT id FROM stories
            WHERE origin = 'HUMAN' AND generation_time_ms IS NOT NULL LIMIT ${BATCH} FOR UPDATE);
          EXIT WHEN NOT FOUND;
          COMMIT;
        END LOOP;
      END
    $$`);
    for (const [name, condition] of CHECKS)
      await runner.query(
        `ALTER TABLE stories DROP CONSTRAINT IF EXISTS ${name}, ADD CONSTRAINT ${name} CHECK (${condition}) NOT VALID`,
      );
    for (const [name] of CHECKS) await runner.query(`ALTER TABLE stories VALIDATE CONSTRAINT ${name}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP TRIGGER IF EXISTS mark_generated ON stories");
    await runner.query("DROP FUNCTION IF EXISTS mark_generated_story()");
    for (const [name] of CHECKS) await runner.query(`ALTER TABLE stories DROP CONSTRAINT IF EXISTS ${name}`);
    await runner.query("ALTER TABLE stories DROP COLUMN IF EXISTS ai_model, DROP COLUMN IF EXISTS origin");
  }
}
