import type { MigrationInterface, QueryRunner } from "typeorm";

/** Pictures that the service keeps itself. Their files are outside of the database, so what is deleted here is remembered until they are gone. */
export class AddPictures1795900000000 implements MigrationInterface {
  readonly name = "AddPictures1795900000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE pictures (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL,
      storage_key varchar(43),
      content_type varchar(10) NOT NULL,
      sent_bytes integer NOT NULL,
      kept_bytes integer,
      width integer,
      height integer,
      uploaded_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT pictures_content_type_known CHECK (content_type IN ('image/jpeg', 'image/png', 'image/webp')),
      CONSTRAINT pictures_upload_whole CHECK (num_nulls(uploaded_at, width, height, kept_bytes) IN (0, 4)
        AND (uploaded_at IS NULL OR storage_key IS NOT NULL)),
      CONSTRAINT pictures_created_at_range CHECK (
        (created_at AT TIME ZONE 'UTC') BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999'),
      CONSTRAINT pictures_updated_at_range CHECK (
        (updated_at AT TIME ZONE 'UTC') BETWEEN '0001-01-01' AND '9999-12-31 23:59:59.999999'),
      CONSTRAINT pictures_pkey PRIMARY KEY (id),
      CONSTRAINT pictures_id_user_id_key UNIQUE (id, user_id),
      CONSTRAINT pictures_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
    )`);
    await runner.query("CREATE INDEX ix_pictures_user_id_created_at_id ON pictures (user_id, created_at, id)");
    await runner.query("CREATE INDEX ix_pictures_created_at_id ON pictures (created_at, id)");
    await runner.query(`CREATE TABLE removed_files (
      storage_key varchar(43) NOT NULL,
      due_at timestamptz NOT NULL DEFAULT now(),
      is_last boolean NOT NULL DEFAULT false,
      CONSTRAINT removed_files_pkey PRIMARY KEY (storage_key)
    )`);
    await runner.query("CREATE INDEX ix_removed_files_due_at ON removed_files (due_at)");
    await runner.query(`-- allow create: it has one row
      CREATE TABLE picture_links (
      id smallint NOT NULL,
      base_url varchar(2048) NOT NULL,
      inner_key bytea NOT NULL,
      outer_key bytea NOT NULL,
      CONSTRAINT picture_links_one CHECK (id = 1),
      CONSTRAINT picture_links_pkey PRIMARY KEY (id)
    )`);
    // Once a statement, not once a row. It fires for the rows that go with an account, too.
    await runner.query(`CREATE FUNCTION remember_removed_files() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO removed_files (storage_key) SELECT storage_key FROM removed WHERE storage_key IS NOT NULL
          ON CONFLICT (storage_key) DO NOTHING;
        RETURN NULL;
      END
    $$`);
    await runner.query(`CREATE TRIGGER remember_removed AFTER DELETE ON pictures
      REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION remember_removed_files()`);
    await runner.query(`CREATE TRIGGER touch_updated_at BEFORE UPDATE ON pictures
      FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch_updated_at()`);
    await runner.query(
      "CREATE TRIGGER stamp_inserted BEFORE INSERT ON pictures FOR EACH ROW EXECUTE FUNCTION stamp_inserted()",
    );
    await runner.query(`CREATE TRIGGER count_inserted AFTER INSERT ON pictures
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_rows_of_accounts()`);
    await runner.query(`CREATE TRIGGER count_deleted AFTER DELETE ON pictures
      REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_rows_of_accounts()`);
    await runner.query(`CREATE TRIGGER count_given_away AFTER UPDATE OF user_id ON pictures
      FOR EACH ROW WHEN (OLD.user_id <> NEW.user_id) EXECUTE FUNCTION count_rows_of_accounts()`);
    for (const table of ["drawings", "stories"]) await runner.query(`ALTER TABLE ${table} ADD COLUMN picture_id uuid`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["stories", "drawings"]) await runner.query(`ALTER TABLE ${table} DROP COLUMN picture_id`);
    await runner.query("DROP TABLE pictures");
    await runner.query("DROP FUNCTION remember_removed_files()");
    await runner.query("DROP TABLE picture_links");
    await runner.query("DROP TABLE removed_files");
  }
}
