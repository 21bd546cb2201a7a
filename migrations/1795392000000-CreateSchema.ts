import type { MigrationInterface, QueryRunner } from "typeorm";

const TABLES_WITH_UPDATED_AT = ["users", "tutorials", "tutorial_steps", "drawings", "stories"];

export class CreateSchema1795392000000 implements MigrationInterface {
  readonly name = "CreateSchema1795392000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE users (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      email varchar(255) NOT NULL,
      password varchar(255) NOT NULL,
      name varchar(50),
      birthdate date,
      role varchar(16) NOT NULL DEFAULT 'USER',
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT users_role_known CHECK (role IN ('USER', 'ADMIN')),
      CONSTRAINT users_email_lower_case CHECK (email = lower(email)),
      CONSTRAINT users_pkey PRIMARY KEY (id)
    )`);
    await runner.query(`CREATE INDEX ix_users_created_at_id ON users (created_at, id)`);
    await runner.query(`CREATE UNIQUE INDEX ix_users_email ON users (email)`);

    await runner.query(`CREATE TABLE sessions (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      token_hash bytea NOT NULL,
      user_id uuid NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      CONSTRAINT sessions_pkey PRIMARY KEY (id),
      CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
    )`);
    await runner.query(`CREATE INDEX ix_sessions_user_id ON sessions (user_id)`);
    await runner.query(`CREATE UNIQUE INDEX ix_sessions_token_hash ON sessions (token_hash)`);

    await runner.query(`CREATE TABLE tutorials (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      category varchar(100) NOT NULL,
      subject varchar(100) NOT NULL,
      total_steps integer NOT NULL,
      thumbnail_url text,
      description_en text,
      description_de text,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT tutorials_total_steps_not_negative CHECK (total_steps >= 0),
      CONSTRAINT tutorials_pkey PRIMARY KEY (id)
    )`);
    await runner.query(`CREATE INDEX ix_tutorials_category_created_at_id ON tutorials (category, created_at, id)`);
    await runner.query(`CREATE INDEX ix_tutorials_created_at_id ON tutorials (created_at, id)`);
    await runner.query(`CREATE INDEX ix_tutorials_subject_id ON tutorials (subject, id)`);
    await runner.query(`CREATE INDEX ix_tutorials_updated_at_id ON tutorials (updated_at, id)`);

    await runner.query(`CREATE TABLE tutorial_steps (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      tutorial_id uuid NOT NULL,
      step_number integer NOT NULL,
      instruction_en text NOT NULL,
      instruction_de text NOT NULL,
      image_url text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT tutorial_steps_tutorial_id_step_number_key UNIQUE (tutorial_id, step_number) DEFERRABLE INITIALLY IMMEDIATE,
      CONSTRAINT tutorial_steps_step_number_positive CHECK (step_number >= 1),
      CONSTRAINT tutorial_steps_pkey PRIMARY KEY (id),
      CONSTRAINT tutorial_steps_tutorial_id_fkey FOREIGN KEY (tutorial_id) REFERENCES tutorials(id) ON DELETE CASCADE
    )`);

    await runner.query(`CREATE TABLE drawings (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL,
      tutorial_id uuid,
      uploaded_image_url varchar,
      edited_images_urls varchar[] NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT drawings_pkey PRIMARY KEY (id),
      CONSTRAINT drawings_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
      CONSTRAINT drawings_tutorial_id_fkey FOREIGN KEY (tutorial_id) REFERENCES tutorials(id) ON DELETE SET NULL
    )`);
    await runner.query(`CREATE INDEX ix_drawings_created_at_id ON drawings (created_at, id)`);
    await runner.query(`CREATE INDEX ix_drawings_tutorial_id_created_at_id ON drawings (tutorial_id, created_at, id)`);
    await runner.query(`CREATE INDEX ix_drawings_tutorial_id_updated_at_id ON drawings (tutorial_id, updated_at, id)`);
    await runner.query(`CREATE INDEX ix_drawings_updated_at_id ON drawings (updated_at, id)`);
    await runner.query(`CREATE INDEX ix_drawings_user_id_created_at_id ON drawings (user_id, created_at, id)`);
    await runner.query(`CREATE INDEX ix_drawings_user_id_updated_at_id ON drawings (user_id, updated_at, id)`);

    await runner.query(`CREATE TABLE stories (
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL,
      drawing_id uuid,
      title varchar(200) NOT NULL,
      story_text_en varchar NOT NULL,
      story_text_de varchar NOT NULL,
      image_url varchar NOT NULL,
      is_favorite boolean NOT NULL DEFAULT false,
      generation_time_ms integer,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT stories_generation_time_not_negative CHECK (generation_time_ms >= 0),
      CONSTRAINT stories_pkey PRIMARY KEY (id),
      CONSTRAINT stories_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
      CONSTRAINT stories_drawing_id_fkey FOREIGN KEY (drawing_id) REFERENCES drawings(id) ON DELETE SET NULL
    )`);
    await runner.query(`CREATE INDEX ix_stories_created_at_id ON stories (created_at, id)`);
    await runner.query(`CREATE INDEX ix_stories_drawing_id_created_at_id ON stories (drawing_id, created_at, id)`);
    await runner.query(`CREATE INDEX ix_stories_title_id ON stories (title, id)`);
    await runner.query(`CREATE INDEX ix_stories_updated_at_id ON stories (updated_at, id)`);
    await runner.query(`CREATE INDEX ix_stories_user_id_created_at_id ON stories (user_id, created_at, id)`);
    await runner.query(
      `CREATE INDEX ix_stories_user_id_is_favorite_created_at_id ON stories (user_id, is_favorite, created_at, id)`,
    );
    await runner.query(`CREATE INDEX ix_stories_user_id_title_id ON stories (user_id, title, id)`);
    await runner.query(`CREATE INDEX ix_stories_user_id_updated_at_id ON stories (user_id, updated_at, id)`);

    // clock_timestamp() and not now(), so that two changes of one row in one transaction get different times. An UPDATE that
    // changes nothing leaves updated_at alone.
    await runner.query(`CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.updated_at = clock_timestamp();
        RETURN NEW;
      END
    $$`);
    for (const table of TABLES_WITH_UPDATED_AT)
      await runner.query(`CREATE TRIGGER touch_updated_at BEFORE UPDATE ON ${table}
        FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch_updated_at()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ["stories", "drawings", "tutorial_steps", "tutorials", "sessions", "users"])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query("DROP FUNCTION touch_updated_at()");
  }
}
