import { cpSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { type EmptyDatabase, emptyDatabase } from "../support/emptyDatabase.js";
import { describeOnServer } from "../support/onServer.js";
import { runProgram } from "../support/runProgram.js";

describeOnServer("npm run db -- check, verify, generate, reset and seed", () => {
  let empty: EmptyDatabase;
  beforeAll(async () => {
    empty = await emptyDatabase();
    await db("migrate");
  });
  afterAll(() => empty.drop());

  const db = (...words: string[]) => runProgram("db", words, { DATABASE_URL: empty.url });

  it.each([
    ["a missing table", "DROP TABLE rate_limits", "missing    table rate_limits"],
    ["an extra table", "CREATE TABLE notes (id int)", "extra      table notes"],
    ["an extra column", "ALTER TABLE users ADD COLUMN nickname text", "extra      column users.nickname: text"],
    ["a missing column", "ALTER TABLE users DROP COLUMN birthdate", "missing    column users.birthdate: date"],
    [
      "another type",
      "ALTER TABLE users ALTER COLUMN name TYPE text",
      "different  column users.name: text, and should be: character varying(50)",
    ],
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
  ])("find %s", async (_what, sql, line) => {
    const own = await emptyDatabase();
    const environment = { DATABASE_URL: own.url };
    await runProgram("db", ["migrate"], environment);
    await own.query(sql);

    const { code, stdout } = await runProgram("db", ["check"], environment);

    expect([code, stdout]).toEqual([1, expect.stringContaining(line)]);
    await own.drop();
  });

  it("find nothing in a migrated database, and leave no scratch database behind", async () => {
    const checked = await db("check", "--json");
    const verified = await db("verify", "--json");

    expect(JSON.parse(checked.stdout)).toEqual({ isGood: true, drift: [], entities: [], pending: [] });
    expect(
      JSON.parse(verified.stdout).migrations.every(({ differences }: { differences: [] }) => differences.length === 0),
    ).toBe(true);
    expect(await empty.query("SELECT datname FROM pg_database WHERE datname LIKE 'novadraw_scratch%'")).toEqual([]);
  });

  it("write nothing without a difference, and say so", async () => {
    expect(await db("generate", "AddNothing")).toMatchObject({
      code: 0,
      stdout: "Entities and database agree: there is nothing to write.\n",
    });
    expect((await db("generate", "add nothing")).output).toContain("Name the migration by what it changes");
  });

  it("write the difference as a migration with its line in the history, and lint it", async () => {
    const own = await emptyDatabase();
    const folder = mkdtempSync(join(tmpdir(), "novadraw-generate-"));
    cpSync("migrations", join(folder, "migrations"), { recursive: true });
    const environment = { DATABASE_URL: own.url };
    expect((await runProgram("db", ["generate", "Early"], environment, folder)).output).toContain("Migrations are pending");
    await runProgram("db", ["migrate"], environment);
    await own.query("DROP INDEX ix_drawings_updated_at_id");

    const { code, stdout } = await runProgram("db", ["generate", "AddDrawingIndex"], environment, folder);

    const file = readdirSync(join(folder, "migrations")).find((name) => name.endsWith("AddDrawingIndex.ts")) ?? "";
    const source = readFileSync(join(folder, "migrations", file), "utf8");
    const className = `AddDrawingIndex${file.slice(0, 13)}`;
    expect(source).toMatch(
      /class AddDrawingIndex\d+ implements[\s\S]*async up[\s\S]*CREATE INDEX[\s\S]*async down[\s\S]*DROP INDEX/,
    );
    expect(readFileSync(join(folder, "migrations/history.ts"), "utf8")).toMatch(
      new RegExp(`import \\{ ${className} \\}[\\s\\S]*, ${className}\\];`),
    );
    expect([code, stdout]).toEqual([1, expect.stringContaining("index-concurrently")]);
    await own.drop();
  });

  it("write the trigger of a table that has updated_at, and undo it", async () => {
    const own = await emptyDatabase();
    const folder = mkdtempSync(join(tmpdir(), "novadraw-generate-"));
    cpSync("migrations", join(folder, "migrations"), { recursive: true });
    const environment = { DATABASE_URL: own.url };
    await runProgram("db", ["migrate"], environment);
    await own.query("DROP TABLE tutorial_steps; DROP TRIGGER touch_updated_at ON users");

    await runProgram("db", ["generate", "AddSteps"], environment, folder);

    const file = readdirSync(join(folder, "migrations")).find((name) => name.endsWith("AddSteps.ts")) ?? "";
    const [, up, down] = readFileSync(join(folder, "migrations", file), "utf8").split(/async up|async down/);
    const statementsOf = (source = "") => [...source.matchAll(/query\(`([^`]*)`\)/g)].map(([, sql]) => sql ?? "");
    for (const sql of statementsOf(up)) await own.query(sql);
    const triggers = await own.query("SELECT tgrelid::regclass::text AS of FROM pg_trigger WHERE tgname = 'touch_updated_at'");
    for (const sql of statementsOf(down)) await own.query(sql);
    const left = await own.query("SELECT FROM pg_trigger WHERE tgname = 'touch_updated_at'");

    expect(triggers.map(({ of }) => of).sort()).toEqual(["drawings", "stories", "tutorial_steps", "tutorials", "users"]);
    expect(left).toHaveLength(3);
    await own.drop();
  });

  it("load the demo data once, and reset only what is named or here", async () => {
    const count = async () => (await empty.query<{ users: number }>("SELECT count(*)::int AS users FROM users"))[0]?.users;
    await db("seed");
    await db("seed");
    const seeded = await count();
    await empty.query("DELETE FROM users");

    const production = { DATABASE_URL: empty.url, NODE_ENV: "production" };
    const name = new URL(empty.url).pathname.slice(1);
    const refused = await runProgram("db", ["reset"], production);
    const misnamed = await runProgram("db", ["reset", "--yes-destroy", "postgres"], production);
    const before = await count();
    const named = await runProgram("db", ["reset", "--yes-destroy", name], production);
    const after = await count();
    const here = await db("reset");

    expect([seeded, before, after]).toEqual([4, 0, 4]);
    expect([refused.code, misnamed.code, named.code, here.code]).toEqual([1, 1, 0, 0]);
    expect(refused.output).toContain("--yes-destroy");
    expect((await db("check")).code).toBe(0);
  });

  it("open psql on the database", async () => {
    const { code, stdout } = await db("psql", "-At", "-c", "SELECT current_database()");

    expect([code, stdout]).toEqual([0, `${new URL(empty.url).pathname.slice(1)}\n`]);
  });
});
