import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type EmptyDatabase, migratedDatabase } from "../support/emptyDatabase.js";
import { describeOnServer } from "../support/onServer.js";
import { runProgram, startProgram } from "../support/runProgram.js";
import { TEST_DATABASE_URL } from "../support/template.js";

const me = new URL(TEST_DATABASE_URL ?? "postgresql://anna@127.0.0.1").username;

/** What it is, the statement that makes it, the line that tells it, and statements that mend it. Each list is of what can be at once. */
const DRIFTS: readonly (readonly (readonly [string, string, string, ...string[]])[])[] = [
  [
    ["a missing table", "DROP TABLE rate_limits", "missing    table rate_limits"],
    ["an extra table", "CREATE TABLE notes (id int)", "extra      table notes"],
    [
      "another default",
      "ALTER TABLE stories ALTER COLUMN is_favorite DROP DEFAULT",
      "different  column stories.is_favorite: boolean NOT NULL, and should be: boolean NOT NULL DEFAULT false",
    ],
    ["a missing index", "DROP INDEX ix_users_email", "missing    index users.ix_users_email"],
    ["an extra index", "CREATE INDEX extra_one ON users (name)", "extra      index users.extra_one"],
    [
      "a missing constraint",
      "ALTER TABLE users DROP CONSTRAINT users_role_known",
      "missing    constraint users.users_role_known",
    ],
    [
      "another rule of deletion",
      "ALTER TABLE stories DROP CONSTRAINT stories_drawing_id_fkey, ADD CONSTRAINT stories_drawing_id_fkey FOREIGN KEY (drawing_id) REFERENCES drawings (id)",
      "different  constraint stories.stories_drawing_id_fkey",
    ],
    ["a missing trigger", "DROP TRIGGER touch_updated_at ON users", "missing    trigger users.touch_updated_at"],
    [
      "another function",
      "CREATE OR REPLACE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
      "different  function touch_updated_at",
    ],
    [
      "a disabled foreign key",
      "ALTER TABLE sessions DISABLE TRIGGER ALL",
      "different  constraint sessions.sessions_user_id_fkey",
      'ALTER TABLE "sessions" ENABLE TRIGGER ALL;',
    ],
    [
      "an index that was dropped",
      "DROP INDEX ix_stories_updated_at_id",
      "missing    index stories.ix_stories_updated_at_id",
      "CREATE INDEX CONCURRENTLY ix_stories_updated_at_id ON stories USING btree (updated_at, id);",
    ],
    [
      "an option of a table",
      "ALTER TABLE row_counts RESET (fillfactor)",
      "missing    option row_counts.fillfactor: 50",
      "ALTER TABLE row_counts SET (fillfactor = 50);",
    ],
    [
      "autovacuum that is off",
      "ALTER TABLE users SET (autovacuum_enabled = false)",
      "extra      option users.autovacuum_enabled: false",
      "ALTER TABLE users RESET (autovacuum_enabled);",
    ],
    [
      "another replica identity",
      "ALTER TABLE users REPLICA IDENTITY FULL",
      "extra      option users.replica identity: FULL",
      "ALTER TABLE users REPLICA IDENTITY DEFAULT;",
    ],
    [
      "a publication",
      "CREATE PUBLICATION elsewhere FOR TABLE users",
      "extra      publication users.elsewhere: sends its rows to other servers",
      "ALTER PUBLICATION elsewhere DROP TABLE users;",
    ],
    [
      "a publication for all tables",
      "CREATE PUBLICATION everything FOR ALL TABLES",
      "extra      publication users.everything: sends the rows of all tables to other servers",
      "DROP PUBLICATION everything;",
    ],
    [
      "a publication of the schema",
      "CREATE PUBLICATION schema_wide FOR TABLES IN SCHEMA public",
      "extra      publication users.schema_wide: sends the rows of the schema to other servers",
      "ALTER PUBLICATION schema_wide DROP TABLES IN SCHEMA public;",
    ],
    [
      "an aggregate",
      "CREATE AGGREGATE longest(int) (SFUNC = int4larger, STYPE = int)",
      "extra      aggregate longest(integer)",
      "-- only if nobody needs it: DROP AGGREGATE longest(integer);",
    ],
    [
      "a composite type",
      "CREATE TYPE point_of_interest AS (x int, y text)",
      "extra      type point_of_interest: x integer, y text",
      '-- only if nobody needs it: DROP TYPE "point_of_interest";',
    ],
    [
      "statistics",
      "CREATE STATISTICS of_stories ON title, user_id FROM stories",
      "extra      statistics stories.of_stories",
      '-- only if nobody needs it: DROP STATISTICS "of_stories";',
    ],
    [
      "a materialized view",
      "CREATE MATERIALIZED VIEW totals AS SELECT count(*) FROM stories",
      "extra      materialized view totals",
      '-- only if nobody needs it: DROP MATERIALIZED VIEW "totals";',
    ],
    [
      "row-level security",
      "ALTER TABLE users ENABLE ROW LEVEL SECURITY",
      "extra      row security users: ENABLED",
      "ALTER TABLE users DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;",
    ],
    [
      "a policy",
      "CREATE POLICY nobody ON users FOR SELECT USING (false)",
      "extra      policy users.nobody: AS PERMISSIVE FOR SELECT TO PUBLIC USING (false)",
      "DROP POLICY nobody ON users;",
    ],
    [
      "a rule",
      "CREATE RULE silent AS ON DELETE TO stories DO INSTEAD NOTHING",
      "extra      rule stories.silent",
      "DROP RULE silent ON stories;",
    ],
    [
      "a grant",
      "GRANT SELECT, DELETE ON users TO PUBLIC",
      "extra      grant users.users to PUBLIC: granted DELETE, SELECT",
      "REVOKE DELETE, SELECT ON TABLE users FROM PUBLIC;",
    ],
    [
      "a grant of a column",
      "GRANT SELECT (email) ON users TO PUBLIC",
      "extra      grant users.users(email) to PUBLIC: granted SELECT",
      "REVOKE SELECT (email) ON TABLE users FROM PUBLIC;",
    ],
    [
      "a right that was taken away",
      "REVOKE DELETE ON stories FROM CURRENT_USER",
      `extra      grant stories.stories from ${me}: revoked DELETE`,
      `GRANT DELETE ON TABLE stories TO ${me};`,
    ],
    [
      "an extension",
      "CREATE EXTENSION pg_trgm",
      "extra      extension pg_trgm",
      '-- only if nobody needs it: DROP EXTENSION "pg_trgm";',
    ],
    [
      "a comment",
      "COMMENT ON COLUMN users.name IS 'a nickname'",
      "extra      comment users.name: a nickname",
      "COMMENT ON COLUMN users.name IS NULL;",
    ],
  ],
  [
    ["an extra column", "ALTER TABLE users ADD COLUMN nickname text", "extra      column users.nickname: text"],
    ["a missing column", "ALTER TABLE users DROP COLUMN birthdate", "missing    column users.birthdate: date"],
    [
      "a disabled trigger",
      "ALTER TABLE users DISABLE TRIGGER touch_updated_at",
      "different  trigger users.touch_updated_at",
      'ALTER TABLE "users" ENABLE TRIGGER "touch_updated_at";',
    ],
    [
      "a constraint that old rows were never checked for",
      `ALTER TABLE sessions DROP CONSTRAINT sessions_user_id_fkey,
        ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE NOT VALID`,
      "different  constraint sessions.sessions_user_id_fkey",
      'ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_user_id_fkey";',
    ],
    [
      "another owner",
      "ALTER TABLE stories OWNER TO pg_monitor",
      "extra      owner stories: pg_monitor, and not who owns the rest",
      `ALTER TABLE stories OWNER TO ${me};`,
    ],
    [
      "an unlogged table",
      "ALTER TABLE rate_limits SET UNLOGGED",
      "extra      storage rate_limits: UNLOGGED",
      "ALTER TABLE rate_limits SET LOGGED;",
    ],
    [
      "another collation",
      'ALTER TABLE stories ALTER COLUMN image_url TYPE varchar COLLATE "C"',
      'different  column stories.image_url: character varying COLLATE "C" NOT NULL',
      'ALTER TABLE "stories" ALTER COLUMN "image_url" TYPE character varying;',
    ],
  ],
  [
    [
      "another type",
      "ALTER TABLE sessions ALTER COLUMN user_agent TYPE text",
      "different  column sessions.user_agent: text, and should be: character varying(",
    ],
    [
      "a trigger that also fires on replicas",
      "ALTER TABLE users ENABLE ALWAYS TRIGGER touch_updated_at",
      "different  trigger users.touch_updated_at",
      'ALTER TABLE "users" ENABLE TRIGGER "touch_updated_at";',
    ],
  ],
];

describeOnServer("npm run db -- check, verify, generate and seed", () => {
  let migrated: EmptyDatabase;
  beforeAll(async () => {
    migrated = await migratedDatabase();
  });
  afterAll(() => migrated.drop());

  const db = (...words: string[]) => runProgram("db", words, { DATABASE_URL: migrated.url });

  describe.each(DRIFTS.map((drifts) => [drifts.length, drifts] as const))("%i drifts at once", (_count, drifts) => {
    let code: number | null;
    let found: { drift: string[]; mending: string[] };
    beforeAll(async () => {
      for (const [, sql] of drifts) await migrated.query(sql);
      const checked = await db("check", "--json");
      code = checked.code;
      found = JSON.parse(checked.stdout);
    });
    // The last test finds what one of these statements has not mended.
    afterAll(async () => {
      for (const statement of found.mending) await migrated.query(statement.replace("-- only if nobody needs it: ", ""));
    });

    it.each(drifts)("check finds %s, and tells the statement that mends it", (_what, _sql, line, ...mends) => {
      expect([code, found.drift]).toEqual([1, expect.arrayContaining([expect.stringContaining(line)])]);
      expect(found.mending).toEqual(expect.arrayContaining(mends));
    });
  });

  it("find nothing in a migrated database", async () => {
    const checked = await db("check", "--json");
    const verified = await db("verify", "--json");

    expect(JSON.parse(checked.stdout)).toEqual({ isGood: true, drift: [], mending: [], entities: [], pending: [] });
    expect(
      JSON.parse(verified.stdout).migrations.every(({ differences }: { differences: [] }) => differences.length === 0),
    ).toBe(true);
  });

  it("find a checksum that was forged, and the table of checksums gone, and repair mends both", async () => {
    await migrated.query("UPDATE migration_checksums SET checksum = repeat('0', 64) WHERE name LIKE 'LimitLengths%'");
    const forged = await db("check");
    await db("repair", "--yes");
    await migrated.query("DROP TABLE migration_checksums");
    const gone = await db("check");
    await db("repair", "--yes");

    expect([forged.code, forged.stdout]).toEqual([1, expect.stringMatching(/different {2}checksum of LimitLengths/)]);
    expect([gone.code, gone.stdout]).toEqual([1, expect.stringMatching(/missing {4}checksum of CreateSchema/)]);
    expect((await db("check")).stdout).toBe("No drift.\n");
  });

  it("write nothing without a difference, and say so", async () => {
    expect(await db("generate", "AddNothing")).toMatchObject({
      code: 0,
      stdout: "Entities and migrations agree: there is nothing to write.\n",
    });
    expect((await db("generate", "add nothing")).output).toContain("Name the migration by what it changes");
  });

  it("drop the scratch database that a killed command has left, and none that is in use", async () => {
    const running = startProgram("db", ["verify"], { DATABASE_URL: migrated.url });
    const killed = startProgram("db", ["verify"], { DATABASE_URL: migrated.url });
    await Promise.all([running.says(/Verifying CreateSchema/), killed.says(/Verifying CreateSchema/)]);
    const sessions = () =>
      migrated.query<{ pid: number }>(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'novadraw-api'",
      );
    const scratches = () =>
      migrated.query<{ name: string }>("SELECT datname AS name FROM pg_database WHERE datname LIKE 'novadraw_scratch_%'");
    const makers = (await sessions()).map(({ pid }) => `novadraw_scratch_${pid}_`);
    const ours = async () => (await scratches()).filter(({ name }) => makers.some((maker) => name.startsWith(maker)));
    const both = await ours();
    killed.child.kill("SIGKILL");
    await killed.ended;
    const left = await running.ended.then(ours);
    while ((await sessions()).length > 0);
    await db("check");

    expect((await running.ended).code).toBe(0);
    // A command of another test may have dropped the one that is left.
    expect([both.length, left.length <= 1, (await ours()).length]).toEqual([2, true, 0]);
  });

  it("load the demo data once", async () => {
    await db("seed");
    await db("seed");

    expect(await migrated.query("SELECT count(*)::int AS users FROM users")).toEqual([{ users: 4 }]);
  });
});
