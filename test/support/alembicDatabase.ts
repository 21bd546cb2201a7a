import { type Original, originalOf } from "./emptyDatabase.js";

const TIMESTAMPS = "created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now()";

/** The schema as the Python service's Alembic left it, with its second index on every primary key. */
const SCHEMA = `
  CREATE TABLE alembic_version (version_num varchar(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
  INSERT INTO alembic_version VALUES ('c0ffee123456');
  CREATE TABLE users (id uuid NOT NULL PRIMARY KEY, email varchar(255) NOT NULL, password varchar(255) NOT NULL, name varchar(50),
    birthdate date, ${TIMESTAMPS});
  CREATE UNIQUE INDEX ix_users_email ON users (email);
  CREATE INDEX ix_users_id ON users (id);
  CREATE TABLE tutorials (id uuid NOT NULL PRIMARY KEY, category varchar(100) NOT NULL, subject varchar(100) NOT NULL,
    total_steps integer NOT NULL, thumbnail_url text, description_en text, description_de text, ${TIMESTAMPS});
  CREATE INDEX ix_tutorials_category ON tutorials (category);
  CREATE INDEX ix_tutorials_id ON tutorials (id);
  CREATE TABLE tutorial_steps (id uuid NOT NULL PRIMARY KEY, tutorial_id uuid NOT NULL REFERENCES tutorials (id) ON DELETE CASCADE,
    step_number integer NOT NULL, instruction_en text NOT NULL, instruction_de text NOT NULL, image_url text NOT NULL, ${TIMESTAMPS});
  CREATE INDEX ix_tutorial_steps_id ON tutorial_steps (id);
  CREATE INDEX ix_tutorial_steps_tutorial_id ON tutorial_steps (tutorial_id);
  CREATE TABLE drawings (id uuid NOT NULL PRIMARY KEY, user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    tutorial_id uuid REFERENCES tutorials (id) ON DELETE SET NULL, uploaded_image_url varchar, edited_images_urls varchar[], ${TIMESTAMPS});
  CREATE INDEX ix_drawings_id ON drawings (id);
  CREATE INDEX ix_drawings_tutorial_id ON drawings (tutorial_id);
  CREATE INDEX ix_drawings_user_id ON drawings (user_id);
  CREATE TABLE stories (id uuid NOT NULL PRIMARY KEY, user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE, title varchar(200) NOT NULL,
    story_text_en varchar NOT NULL, story_text_de varchar NOT NULL, image_url varchar NOT NULL,
    drawing_id uuid REFERENCES drawings (id) ON DELETE SET NULL, is_favorite boolean, generation_time_ms integer, ${TIMESTAMPS});
  CREATE INDEX ix_stories_id ON stories (id);
  CREATE INDEX ix_stories_is_favorite ON stories (is_favorite);
  CREATE INDEX ix_stories_user_id ON stories (user_id);`;

const idOf = (table: string, number: string) => `md5('${table}' || (${number}))::uuid`;

/** Ten rows an account: mixed-case emails, absent favourites and lists, steps that are numbered twice or with gaps, wrong totals. */
const rowsOf = (accounts: number) => `
  INSERT INTO users (id, email, password, name, birthdate, created_at, updated_at)
    SELECT ${idOf("user", "n")}, CASE n % 3 WHEN 0 THEN 'Child.' || n || '@Example.ORG' ELSE 'child.' || n || '@example.org' END,
      '$2b$12$XLzgkoxpG7QJubF.KJMFB.IDEM0fzygLcAiLQsdPV2bl0ORgCl9R2', 'Kind ' || n, date '2015-01-01' + n,
      timestamptz '2025-01-01Z' + n * interval '1 minute', timestamptz '2025-02-01Z' + n * interval '1 minute'
    FROM generate_series(1, ${accounts}) AS n;
  INSERT INTO tutorials (id, category, subject, total_steps) SELECT ${idOf("tutorial", "n")}, 'animals', 'subject ' || n, 99 FROM generate_series(1, ${accounts / 10}) AS n;
  INSERT INTO tutorial_steps (id, tutorial_id, step_number, instruction_en, instruction_de, image_url)
    SELECT ${idOf("step", "n")}, ${idOf("tutorial", `1 + n % ${accounts / 10}`)}, CASE WHEN n % 7 = 0 THEN 1 ELSE 2 * (n / ${accounts / 10}) END, 'Draw ' || n, 'Zeichne ' || n,
      'https://images.example.org/' || n || '.png' FROM generate_series(1, ${(9 * accounts) / 10}) AS n;
  INSERT INTO drawings (id, user_id, tutorial_id, uploaded_image_url, edited_images_urls)
    SELECT ${idOf("drawing", "n")}, ${idOf("user", `1 + n % ${accounts}`)}, CASE WHEN n % 4 > 0 THEN ${idOf("tutorial", `1 + n % ${accounts / 10}`)} END,
      'https://images.example.org/d' || n || '.png', CASE WHEN n % 2 = 0 THEN ARRAY['https://images.example.org/e.png'] END
    FROM generate_series(1, ${3 * accounts}) AS n;
  INSERT INTO stories (id, user_id, title, story_text_en, story_text_de, image_url, drawing_id, is_favorite, generation_time_ms)
    SELECT ${idOf("story", "n")}, ${idOf("user", `1 + n % ${accounts}`)}, 'Story ' || n, 'Once ' || n, 'Einmal ' || n, 'https://images.example.org/s.png',
      CASE WHEN n % 5 > 0 THEN ${idOf("drawing", `1 + n % ${3 * accounts}`)} END, CASE n % 3 WHEN 0 THEN true WHEN 1 THEN false END, n
    FROM generate_series(1, ${5 * accounts}) AS n;`;

/** A database that the Python service has used, for copies. Its data migrations take long where it has many accounts. */
export const alembicDatabase = (accounts: number): Promise<Original> =>
  originalOf(async ({ query }) => {
    await query(SCHEMA);
    await query(rowsOf(accounts));
  });
