import type { MigrationInterface, QueryRunner } from "typeorm";

const PLAIN = ["users", "tutorials", "tutorial_steps"];

/**
 * A new row is stamped after its waits, as a changed one is: now() is when its transaction began, and a row that waited since would be
 * older than marks that clients have. What an insert waits for is taken first: the rows that it refers to, and the count of its account.
 * The order is that of the statement itself, so that no new deadlock comes of it. A time that the statement names stays.
 */
export class StampAfterWaits1795800020000 implements MigrationInterface {
  readonly name = "StampAfterWaits1795800020000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE FUNCTION stamp_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        instant timestamptz := clock_timestamp();
      BEGIN
        IF NEW.created_at = now() THEN NEW.created_at = instant; END IF;
        IF NEW.updated_at = now() THEN NEW.updated_at = instant; END IF;
        RETURN NEW;
      END
    $$`);
    // The count of an account that has none yet is made, so that two first rows at once wait for each other here.
    await runner.query(`CREATE FUNCTION lock_row_count(account uuid, counted varchar) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM FROM users WHERE id = account FOR KEY SHARE;
        IF NOT FOUND THEN RETURN; END IF;
        PERFORM FROM row_counts WHERE user_id = account AND table_name = counted FOR NO KEY UPDATE;
        IF NOT FOUND THEN
          INSERT INTO row_counts AS counts (user_id, table_name, row_count) VALUES (account, counted, 0)
            ON CONFLICT (user_id, table_name) DO UPDATE SET row_count = counts.row_count;
        END IF;
      END
    $$`);
    await runner.query(`CREATE FUNCTION lock_for_drawing() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM FROM users WHERE id = NEW.user_id FOR KEY SHARE;
        PERFORM FROM tutorials WHERE id = NEW.tutorial_id FOR KEY SHARE;
        PERFORM lock_row_count(NEW.user_id, 'drawings');
        RETURN NEW;
      END
    $$`);
    await runner.query(`CREATE FUNCTION lock_for_story() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM FROM users WHERE id = NEW.user_id FOR KEY SHARE;
        PERFORM FROM drawings WHERE id = NEW.drawing_id FOR KEY SHARE;
        PERFORM lock_row_count(NEW.user_id, 'stories');
        RETURN NEW;
      END
    $$`);
    // Triggers of one event fire in the order of their names.
    await runner.query(
      "CREATE TRIGGER lock_before_stamp BEFORE INSERT ON drawings FOR EACH ROW EXECUTE FUNCTION lock_for_drawing()",
    );
    await runner.query(
      "CREATE TRIGGER lock_before_stamp BEFORE INSERT ON stories FOR EACH ROW EXECUTE FUNCTION lock_for_story()",
    );
    for (const table of [...PLAIN, "drawings", "stories"])
      await runner.query(
        `CREATE TRIGGER stamp_inserted BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION stamp_inserted()`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...PLAIN, "drawings", "stories"]) await runner.query(`DROP TRIGGER stamp_inserted ON ${table}`);
    for (const table of ["drawings", "stories"]) await runner.query(`DROP TRIGGER lock_before_stamp ON ${table}`);
    await runner.query("DROP FUNCTION lock_for_drawing()");
    await runner.query("DROP FUNCTION lock_for_story()");
    await runner.query("DROP FUNCTION lock_row_count(uuid, varchar)");
    await runner.query("DROP FUNCTION stamp_inserted()");
  }
}
