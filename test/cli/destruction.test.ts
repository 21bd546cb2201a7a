import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { history } from "../../migrations/history.js";
import { alembicDatabase } from "../support/alembicDatabase.js";
import { type EmptyDatabase, type Original, originalOf } from "../support/emptyDatabase.js";
import { migratedFolder } from "../support/migratedFolder.js";
import { describeOnServer, describeWithoutServer } from "../support/onServer.js";
import { runAlone, runProgram } from "../support/runProgram.js";

const names = history.map(({ name }) => name);
const [first = ""] = names;

describeOnServer("what destroys rows", () => {
  let shared: EmptyDatabase;
  let url: string;
  let name: string;
  let originals: Record<"foreign" | "migrated" | "seeded", Original>;
  beforeAll(async () => {
    // Somebody else uses the database too, and no mark says that nobody can miss it.
    const foreign = await originalOf(
      ({ query }) =>
        query(`CREATE EXTENSION pg_trgm; CREATE TABLE public.users (id int); INSERT INTO public.users VALUES (1), (2);
          CREATE SCHEMA app; CREATE TABLE app.notes (id int); INSERT INTO app.notes VALUES (1)`),
      { isMarked: false },
    );
    const migrated = await originalOf((one) => runProgram("db", ["migrate"], { DATABASE_URL: inApp(one) }), {
      isMarked: false,
      like: foreign,
    });
    const seeded = await originalOf((one) => runProgram("db", ["seed"], { DATABASE_URL: inApp(one) }), {
      isMarked: false,
      like: migrated,
    });
    originals = { foreign, migrated, seeded };
  });
  afterEach(() => shared.drop());
  afterAll(async () => {
    for (const original of Object.values(originals)) await original.drop();
  });

  const inApp = ({ url: whole }: EmptyDatabase) => `${whole}?options=-c%20search_path%3Dapp,public`;
  const begin = async (original: keyof typeof originals) => {
    shared = await originals[original].copy();
    name = new URL(shared.url).pathname.slice(1);
    url = inApp(shared);
  };
  const db = (...words: string[]) => runProgram("db", words, { DATABASE_URL: url });
  const inProduction = (...words: string[]) => runProgram("db", words, { DATABASE_URL: url, NODE_ENV: "production" });
  const rows = async (table: string) => (await shared.query(`SELECT count(*)::int AS rows FROM ${table}`))[0]?.rows;
  const foreign = async () => [
    await rows("public.users"),
    await rows("app.notes"),
    (await shared.query("SELECT FROM pg_extension WHERE extname = 'pg_trgm'")).length,
  ];

  it("resets our objects in the current schema alone, once the database is named", async () => {
    await begin("seeded");
    await shared.query("INSERT INTO app.rate_limits (key) VALUES ('a')");

    const refused = await db("reset");
    const misnamed = await db("reset", "--yes-destroy", "postgres");
    const kept = await rows("app.rate_limits");
    const named = await inProduction("reset", "--yes-destroy", name);

    expect([refused.code, misnamed.code, named.code]).toEqual([1, 1, 0]);
    expect(refused.output).toMatch(
      /the table users, with 4 rows[\s\S]*the table rate_limits, with 1 row\b[\s\S]*--yes-destroy novadraw_test_/,
    );
    expect(misnamed.output).toContain("--yes-destroy names another database");
    expect([kept, await rows("app.rate_limits"), await rows("app.users")]).toEqual([1, 0, 0]);
    expect(named.stdout).toContain("Left as they are, because they are not ours: table notes.");
    expect(await foreign()).toEqual([2, 1, 1]);
  });

  it("drops nothing while somebody else's view depends on a table of ours, and names the view", async () => {
    await begin("seeded");
    await shared.query("CREATE SCHEMA reports; CREATE VIEW reports.totals AS SELECT count(*) FROM app.stories");

    const { code, output } = await db("reset", "--yes-destroy", name);

    expect([code, output]).toEqual([1, expect.stringContaining("view reports.totals depends on table")]);
    expect(await rows("app.users")).toBe(4);
    expect(await shared.query("SELECT FROM reports.totals")).toHaveLength(1);
  });

  it("leaves somebody else's table that has the name of one of ours, and names it", async () => {
    await begin("foreign");
    await shared.query("CREATE TABLE app.stories (id int); INSERT INTO app.stories VALUES (1)");

    const { code, output } = await db("reset", "--yes-destroy", name);

    expect([code, output]).toEqual([1, expect.stringContaining("table stories. Nothing was dropped")]);
    expect(await rows("app.stories")).toBe(1);
  });

  it("brings no demo account into production, whose passwords everybody knows", async () => {
    await begin("migrated");

    const refused = await inProduction("seed");
    const [accounts, seeded] = [await rows("app.users"), await db("seed")];

    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining("not loaded where NODE_ENV is production")]);
    expect([accounts, seeded.code, await rows("app.users")]).toEqual([0, 0, 4]);
  });

  it("reverts what drops tables or columns only after it told which, with their rows, and was given the name", async () => {
    await begin("seeded");

    const refused = await inProduction("revert", "--to", first, "--yes");
    const kept = await rows("app.row_counts");
    const misnamed = await db("revert", "--to", first, "--yes-destroy", "postgres");
    const named = await inProduction("revert", "--to", first, "--yes-destroy", name);

    expect([refused.code, misnamed.code, named.code]).toEqual([1, 1, 0]);
    expect(refused.output).toMatch(/the table row_counts, with \d+ rows/);
    expect(refused.output).toContain("the column sessions.user_agent, with 0 values");
    expect(kept).toBeGreaterThan(0);
    expect(await foreign()).toEqual([2, 1, 1]);
  });

  it("reverts what destroys nothing by --yes alone", async () => {
    const harmless = names.find((name) => name.startsWith("IndexTutorialsInAnyCase"));
    await begin("foreign");
    await db("migrate", "--to", String(harmless));

    expect(await inProduction("revert", "--yes")).toMatchObject({ code: 0, stdout: `Undone: ${harmless}.\n` });
  });

  it("never touches a table of another schema that has the name of ours", async () => {
    await begin("migrated");
    await shared.query("DROP TABLE app.users CASCADE");

    const { code } = await db("revert", "--steps", String(names.length), "--yes-destroy", name);

    expect(code).toBe(1);
    expect(await foreign()).toEqual([2, 1, 1]);
  });

  it("has no way back for what was adopted, and says why", async () => {
    const original = await alembicDatabase(20);
    shared = await original.copy();
    const environment = { DATABASE_URL: shared.url };
    await runProgram("db", ["adopt"], environment);

    const reverted = await runProgram("db", ["revert", "--yes"], environment);
    const byTypeOrm = await runAlone(
      "../../../node_modules/typeorm/cli",
      ["migration:revert", "-d", "dist/ormconfig.js"],
      environment,
    );

    expect([reverted.code, reverted.output]).toEqual([
      1,
      expect.stringMatching(/CreateSchema\d+ was adopted: .*restore the backup/),
    ]);
    expect([byTypeOrm.code, byTypeOrm.output]).toEqual([1, expect.stringContaining("was adopted")]);
    expect(await shared.query("SELECT count(*)::int AS rows FROM users")).toEqual([{ rows: 20 }]);
    await original.drop();
  });

  it("lets TypeORM's own command undo nothing that loses rows", async () => {
    await begin("seeded");
    const undo = () =>
      runAlone("../../../node_modules/typeorm/cli", ["migration:revert", "-d", "dist/ormconfig.js"], { DATABASE_URL: url });

    let ended = await undo();
    for (let undone = 1; ended.code === 0 && undone < names.length; undone++) ended = await undo();

    expect(ended.code).toBe(1);
    expect(ended.output).toMatch(/destroys .*, with [1-9]\d* (?:rows|values).* Use npm run db -- revert/);
  });
});

describeWithoutServer("the embedded database", () => {
  it("is reset without a name, except in production", async () => {
    const environment = { DATABASE_DIR: migratedFolder() };
    await runProgram("db", ["seed"], environment);

    const production = { ...environment, NODE_ENV: "production", ALLOW_EMBEDDED_IN_PRODUCTION: "1" };
    const refused = await runProgram("db", ["reset"], production);
    const here = await runProgram("db", ["reset"], environment);

    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining("add --yes-destroy embedded")]);
    expect([here.code, here.output]).toEqual([0, expect.stringContaining("the table users, with 4 rows")]);
  });
});
