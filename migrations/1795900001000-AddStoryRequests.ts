import type { MigrationInterface, QueryRunner } from "typeorm";

/** Stories that are asked for: the row of a request is the job itself. And a headline in German. */
export class AddStoryRequests1795900001000 implements MigrationInterface {
  readonly name = "AddStoryRequests1795900001000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE story_requests (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL,
      drawing_id uuid,
      story_id uuid,
      state varchar(16) NOT NULL DEFAULT 'REQUESTED',
      reason varchar(32),
      attempts integer NOT NULL DEFAULT 0,
      due_at timestamptz DEFAULT now(),
      lease uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz,
      CONSTRAINT story_requests_state_known CHECK (state IN ('REQUESTED', 'WRITING', 'READY', 'REFUSED', 'FAILED')),
      CONSTRAINT story_requests_reason_known CHECK (reason IN ('UNSUITABLE', 'DRAWING_GONE', 'CONSENT_ENDED', 'UNAVAILABLE')),
      CONSTRAINT story_requests_due_fits CHECK ((due_at IS NOT NULL) = (state IN ('REQUESTED', 'WRITING'))),
      CONSTRAINT story_requests_lease_fits CHECK ((lease IS NOT NULL) = (state = 'WRITING')),
      CONSTRAINT story_requests_end_fits CHECK ((finished_at IS NULL) = (state IN ('REQUESTED', 'WRITING'))),
      CONSTRAINT story_requests_reason_fits CHECK ((reason IS NOT NULL) = (state IN ('REFUSED', 'FAILED'))),
      CONSTRAINT story_requests_created_at_range CHECK (
        (created_at AT TIME ZONE 'UTC') BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999'),
      CONSTRAINT story_requests_updated_at_range CHECK (
        (updated_at AT TIME ZONE 'UTC') BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999'),
      CONSTRAINT story_requests_pkey PRIMARY KEY (id),
      CONSTRAINT story_requests_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
      CONSTRAINT story_requests_drawing_id_fkey FOREIGN KEY (drawing_id) REFERENCES drawings(id) ON DELETE SET NULL,
      CONSTRAINT story_requests_story_id_fkey FOREIGN KEY (story_id) REFERENCES stories(id) ON DELETE SET NULL
    )`);
    await runner.query("CREATE INDEX ix_story_requests_user_id_created_at_id ON story_requests (user_id, created_at, id)");
    await runner.query(
      "CREATE INDEX ix_story_requests_drawing_id_created_at_id ON story_requests (drawing_id, created_at, id)",
    );
    await runner.query("CREATE UNIQUE INDEX ix_story_requests_story_id ON story_requests (story_id)");
    await runner.query("CREATE INDEX ix_story_requests_due ON story_requests (due_at, id) WHERE due_at IS NOT NULL");
    await runner.query("CREATE INDEX ix_story_requests_finished ON story_requests (finished_at) WHERE finished_at IS NOT NULL");
    // One open request a drawing, however many clients ask at once.
    await runner.query("CREATE UNIQUE INDEX ix_story_requests_open ON story_requests (drawing_id) WHERE due_at IS NOT NULL");
    await runner.query(`CREATE TRIGGER touch_updated_at BEFORE UPDATE ON story_requests
      FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch_updated_at()`);
    await runner.query(
      "CREATE TRIGGER stamp_inserted BEFORE INSERT ON story_requests FOR EACH ROW EXECUTE FUNCTION stamp_inserted()",
    );
    await runner.query("ALTER TABLE stories ADD COLUMN title_de varchar(200)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE stories DROP COLUMN title_de");
    await runner.query("DROP TABLE story_requests");
  }
}
