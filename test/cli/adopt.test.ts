import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { alembicDatabase } from "../support/alembicDatabase.js";
import { type EmptyDatabase, emptyDatabase, type Original } from "../support/emptyDatabase.js";
import { describeOnServer } from "../support/onServer.js";
import { runProgram, startProgram } from "../support/runProgram.js";

/** Every value that adoption must not change, one line a table. */
const CONTENTS = `
  SELECT 'users' AS "table", count(*)::int AS rows, md5(string_agg(concat_ws('|', id, lower(email), password, name, birthdate, created_at, updated_at), E'\\n' ORDER BY id)) AS sum FROM users
  UNION ALL SELECT 'tutorials', count(*)::int, md5(string_agg(concat_ws('|', id, category, subject, created_at, updated_at), E'\\n' ORDER BY id)) FROM tutorials
  UNION ALL SELECT 'tutorial_steps', count(*)::int, md5(string_agg(concat_ws('|', id, tutorial_id, instruction_en, instruction_de, image_url, created_at, updated_at), E'\\n' ORDER BY id)) FROM tutorial_steps
  UNION ALL SELECT 'drawings', count(*)::int, md5(string_agg(concat_ws('|', id, user_id, coalesce(tutorial_id::text, '-'), uploaded_image_url, coalesce(edited_images_urls, '{}'), created_at, updated_at), E'\\n' ORDER BY id)) FROM drawings
  UNION ALL SELECT 'stories', count(*)::int, md5(string_agg(concat_ws('|', id, user_id, title, story_text_en, story_text_de, image_url, coalesce(drawing_id::text, '-'), coalesce(is_favorite, false), generation_time_ms, created_at, updated_at), E'\\n' ORDER BY id)) FROM stories`;

describeOnServer("npm run db -- adopt", () => {
  let small: Original;
  let large: Original;
  let old: EmptyDatabase;
  beforeAll(async () => {
    [small, large] = [await alembicDatabase(20), await alembicDatabase(1000)];
  });
  afterAll(() => Promise.all([small.drop(), large.drop()]));
  afterEach(() => old.drop());

  const begin = async (original: Original) => {
    old = await original.copy();
  };
  const db = (...words: string[]) => runProgram("db", words, { DATABASE_URL: old.url });

  it("takes over a database of Alembic's with every row intact; migrated, it is as a fresh one", async () => {
    await begin(large);
    const before = await old.query<{ rows: number }>(CONTENTS);

    const adopted = await db("adopt");
    const contents = await old.query(CONTENTS);
    const migrated = await db("migrate");
    const checked = await db("check");

    expect([adopted.code, adopted.stdout]).toEqual([0, expect.stringContaining("Adopted: CreateSchema")]);
    expect(contents).toEqual(before);
    expect(before.reduce((sum, { rows }) => sum + rows, 0)).toBe(10_000);
    expect(migrated.stdout).not.toContain("CreateSchema");
    expect(checked).toMatchObject({ code: 0, stdout: "No drift.\n" });
    expect(await old.query("SELECT origin, count(*)::int FROM stories GROUP BY origin")).toEqual([
      { origin: "AI", count: 5_000 },
    ]);
    expect((await db("adopt")).stdout).toContain("is applied already");
  });

  it("puts right what rows need: emails in lower case, steps without gaps, totals, no absent favourite or list", async () => {
    await begin(small);
    await db("adopt");

    const [wrong] = await old.query(`SELECT
      (SELECT count(*)::int FROM users WHERE email <> lower(email)) AS emails,
      (SELECT count(*)::int FROM stories WHERE is_favorite IS NULL) AS favourites,
      (SELECT count(*)::int FROM drawings WHERE edited_images_urls IS NULL) AS lists,
      (SELECT count(*)::int FROM (SELECT tutorial_id FROM tutorial_steps GROUP BY tutorial_id HAVING max(step_number) <> count(*) OR min(step_number) <> 1) AS gaps) AS gaps,
      (SELECT count(*)::int FROM tutorials WHERE total_steps <> (SELECT count(*) FROM tutorial_steps WHERE tutorial_id = tutorials.id)) AS totals`);

    expect(wrong).toEqual({ emails: 0, favourites: 0, lists: 0, gaps: 0, totals: 0 });
  });

  it("tells all differences and its SQL in a dry run, and changes nothing", async () => {
    await begin(small);
    const before = await old.query(CONTENTS);

    const { code, stdout } = await db("adopt", "--dry-run");

    expect(code).toBe(0);
    for (const line of [
      "extra      index users.ix_users_id",
      "missing    column users.role",
      "missing    table sessions",
      'ALTER TABLE "stories" ALTER COLUMN "is_favorite" SET NOT NULL;',
    ])
      expect(stdout).toContain(line);
    expect(await old.query(CONTENTS)).toEqual(before);
    expect(await old.query("SELECT version_num FROM alembic_version")).toHaveLength(1);
    // A later check holds only once a data migration has changed the rows, so the rehearsal changes them, too.
    expect(stdout).not.toContain("migrate would stop");
  });

  it("finds in the dry run what rows would be refused, all of it, and what migrate would refuse after that", async () => {
    await begin(small);
    await old.query(`ALTER TABLE stories DROP CONSTRAINT stories_drawing_id_fkey; UPDATE stories SET drawing_id = gen_random_uuid() WHERE generation_time_ms = 1;
      ALTER TABLE users ALTER COLUMN created_at DROP NOT NULL; UPDATE users SET created_at = NULL WHERE name = 'Kind 1';
      ALTER TABLE users ALTER COLUMN email TYPE text; UPDATE users SET email = repeat('x', 256) WHERE name = 'Kind 2'`);

    const { code, output } = await db("adopt", "--dry-run");

    expect(code).toBe(1);
    for (const reason of [
      "rows refer to rows that are not there: stories stories_drawing_id_fkey (23503)",
      "rows have no value there: users created_at (23502)",
      "texts are too long for it (22001)",
    ])
      expect(output).toContain(reason);
    expect(output).not.toContain("xxx");
    expect(await old.query("SELECT FROM pg_indexes WHERE indexname = 'ix_users_id'")).toHaveLength(1);
  });

  it("tells in the dry run that a later migration would stop", async () => {
    await begin(small);
    await old.query("UPDATE stories SET story_text_en = repeat('x', 20001) WHERE generation_time_ms = 1");

    const { code, stdout } = await db("adopt", "--dry-run");

    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/After this, migrate would stop:\n {2}LimitLengths\d+: .*stories_story_text_en_length/),
    ]);
  });

  it("counts what it changes, and names what it takes over with a doubt and what it leaves", async () => {
    await begin(large);
    await old.query(`UPDATE users SET password = 'plain' WHERE name IN ('Kind 1', 'Kind 2');
      UPDATE stories SET image_url = 'javascript:alert(1)' WHERE generation_time_ms = 1; COMMENT ON TABLE users IS 'of the Python service'`);

    const { code, stdout } = await db("adopt");

    expect(code).toBe(0);
    for (const line of [
      "333 rows: emails become lower case",
      "1667 rows: absent favourites become false",
      "The revision of Alembic is c0ffee123456.",
      "2 of the passwords in users are not bcrypt hashes",
      "1 of the values in stories.image_url are not URLs",
      "It stays as it is: extra      comment users: of the Python service",
    ])
      expect(stdout).toContain(line);
    expect(await old.query("SELECT obj_description('users'::regclass) AS comment")).toEqual([
      { comment: "of the Python service" },
    ]);
  });

  it("refuses a database that it does not recognise, with all reasons, and changes nothing", async () => {
    await begin(small);
    await old.query(
      "DROP TABLE alembic_version; ALTER TABLE stories DROP COLUMN title; CREATE TABLE notes (id int); ALTER TABLE users ALTER COLUMN birthdate TYPE text",
    );

    const { code, output } = await db("adopt");

    expect(code).toBe(1);
    for (const reason of [
      "The table alembic_version is missing.",
      "The column stories.title is missing.",
      "The table notes is unknown.",
      "The column users.birthdate is text, and should be date.",
    ])
      expect(output).toContain(reason);
    expect(await old.query("SELECT FROM pg_indexes WHERE indexname = 'ix_users_id'")).toHaveLength(1);
  });

  it("leaves it to a person which of two accounts with one email stays", async () => {
    await begin(small);
    await old.query("UPDATE users SET email = 'CHILD.2@example.org' WHERE email = 'child.1@example.org'");

    const { code, output } = await db("adopt");

    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/The accounts [0-9a-f-]{36}, [0-9a-f-]{36} have one email but for its case/),
    ]);
    expect(output).not.toContain("@");
  });

  it("is followed by a migration that stops at a text over the limits, by the check's name, and goes on once it is shortened", async () => {
    await begin(small);
    await old.query("UPDATE stories SET story_text_en = repeat('x', 20001) WHERE id = (SELECT id FROM stories LIMIT 1)");
    await db("adopt");

    const stopped = await db("migrate");
    const refused = await old.query("UPDATE stories SET story_text_de = repeat('x', 20001)").catch(({ code }) => code);
    await old.query("UPDATE stories SET story_text_en = 'short' WHERE char_length(story_text_en) > 20000");
    const migrated = await db("migrate");

    expect([stopped.code, stopped.output]).toEqual([1, expect.stringContaining("stories_story_text_en_length")]);
    expect(refused).toBe("23514");
    expect([migrated.code, (await db("check")).code]).toEqual([0, 0]);
  });

  it.each([
    ["primary keys alone", "p"],
    ["foreign keys alone", "f"],
    ["all keys", "pf"],
  ])("takes over a database in which a convention has named %s", async (_which, kinds) => {
    await begin(small);
    for (const { sql } of await old.query<{ sql: string }>(
      `SELECT format('ALTER TABLE %I RENAME CONSTRAINT %I TO %I', conrelid::regclass, conname,
          CASE contype WHEN 'p' THEN 'pk_' || conrelid::regclass ELSE concat_ws('_', 'fk', conrelid::regclass, attname, confrelid::regclass) END) AS sql
        FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
        WHERE connamespace = 'public'::regnamespace AND contype::text = ANY (string_to_array($1, NULL)) AND conrelid <> 'alembic_version'::regclass`,
      [kinds],
    ))
      await old.query(sql);
    const before = await old.query(CONTENTS);

    const rehearsed = await db("adopt", "--dry-run");
    const adopted = await db("adopt");

    expect([rehearsed.code, adopted.code]).toEqual([0, 0]);
    expect(await old.query(CONTENTS)).toEqual(before);
    expect([(await db("migrate")).code, (await db("check")).stdout]).toEqual([0, "No drift.\n"]);
  });

  it("drops foreign keys that differ before the keys that they refer to", async () => {
    await begin(small);
    await old.query(`ALTER TABLE users RENAME CONSTRAINT users_pkey TO pk_users;
      ALTER TABLE drawings DROP CONSTRAINT drawings_user_id_fkey, ADD CONSTRAINT fk_drawings_user FOREIGN KEY (user_id) REFERENCES users (id);
      ALTER TABLE users DROP CONSTRAINT pk_users CASCADE, ADD CONSTRAINT pk_users PRIMARY KEY (id, email), ADD CONSTRAINT uq_users UNIQUE (id);
      ALTER TABLE drawings ADD CONSTRAINT fk_drawings_user FOREIGN KEY (user_id) REFERENCES users (id);
      ALTER TABLE stories ADD CONSTRAINT fk_stories_user FOREIGN KEY (user_id) REFERENCES users (id)`);

    expect((await db("adopt")).code).toBe(0);
    expect([(await db("migrate")).code, (await db("check")).stdout]).toEqual([0, "No drift.\n"]);
  });

  it("tells of timestamps without a zone the statement that converts them, and converts nothing by itself", async () => {
    await begin(small);
    const [before] = await old.query<{ at: Date }>("SELECT max(created_at) AS at FROM stories");
    await old.query(
      "ALTER TABLE stories ALTER created_at TYPE timestamp USING created_at AT TIME ZONE 'UTC', ALTER updated_at TYPE timestamp(3) USING updated_at AT TIME ZONE 'UTC'",
    );

    const { code, output } = await db("adopt");
    const statements = output.match(/ALTER TABLE [^;]+ AT TIME ZONE 'UTC'(?=;)/g) ?? [];
    for (const statement of statements) await old.query(statement);

    expect([code, statements.length]).toEqual([1, 2]);
    expect((await db("adopt")).code).toBe(0);
    expect(await old.query("SELECT max(created_at) AS at FROM stories")).toEqual([before]);
  });

  it("waits for a writer of the old service without holding what that one needs, and tells to stop it", async () => {
    await begin(small);
    const writer = await old.connect();
    await writer.query("BEGIN; UPDATE stories SET title = 'new' WHERE generation_time_ms = 1");
    const running = startProgram("db", ["adopt"], { DATABASE_URL: old.url });
    await running.says(/Stop the old service before this/);
    // It asks for all its locks again and again, and has none of them meanwhile.
    for (let round = 0; round < 50; round++) await old.query("UPDATE users SET name = name WHERE name = 'Kind 1'");
    await writer.query("UPDATE users SET name = 'new' WHERE name = 'Kind 2'");
    await writer.query("COMMIT");
    await writer.end();

    expect((await running.ended).code).toBe(0);
    expect(await old.query("SELECT count(*)::int AS count FROM users WHERE name = 'new'")).toEqual([{ count: 1 }]);
  });

  it("refuses an empty database", async () => {
    old = await emptyDatabase();

    const { code, output } = await db("adopt");

    expect([code, output]).toEqual([1, expect.stringContaining("The table users is missing.")]);
  });
});
