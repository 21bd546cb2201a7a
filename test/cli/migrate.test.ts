import { afterEach, expect, it } from "@jest/globals";
import { history } from "../../migrations/history.js";
import { type EmptyDatabase, emptyDatabase, migratedDatabase } from "../support/emptyDatabase.js";
import { describeOnServer } from "../support/onServer.js";
import { runAlone, runProgram, startProgram } from "../support/runProgram.js";

const names = history.map(({ name }) => name);
const [first = "", second = ""] = names;
const last = names.at(-1) ?? "";

describeOnServer("npm run db -- migrate, status, plan and revert", () => {
  let database: EmptyDatabase;
  afterEach(() => database.drop());

  const beginEmpty = async () => {
    database = await emptyDatabase();
  };
  const beginMigrated = async () => {
    database = await migratedDatabase();
  };

  const db = (...words: string[]) => runProgram("db", words, { DATABASE_URL: database.url });
  const start = (...words: string[]) => startProgram("db", words, { DATABASE_URL: database.url });
  const applied = async () =>
    (await database.query<{ name: string }>("SELECT name FROM migrations ORDER BY id")).map(({ name }) => name);
  const locks = () =>
    database.query(
      "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
  const states = async () => {
    const { stdout } = await db("status", "--json");
    return JSON.parse(stdout).migrations.map(({ name, state }: { name: string; state: string }) => `${name} ${state}`);
  };

  it("run five at once all succeed, and each migration runs once", async () => {
    await beginEmpty();
    const runs = await Promise.all(Array.from({ length: 5 }, () => db("migrate")));

    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    expect(await applied()).toEqual(names);
    for (const name of names) expect(runs.filter(({ stdout }) => stdout.includes(name))).toHaveLength(1);
    expect((await db("check")).output).toContain("No drift.");
  });

  it("killed in the middle leave no lock and nothing half done", async () => {
    await beginEmpty();
    await db("migrate", "--to", first);
    const other = await database.connect();
    // The second migration has changed sessions when it comes to this table, and waits.
    await other.query("BEGIN; CREATE TABLE rate_limits ()");
    const run = start("migrate");
    await run.says(/Running AddSessionUse/);
    const isWaiting = async () =>
      (
        await database.query(
          "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'CREATE TABLE rate_limits%'",
        )
      ).length > 0;
    while (!(await isWaiting()));

    run.child.kill("SIGKILL");
    await run.ended;
    while ((await locks()).length > 0);
    await other.query("ROLLBACK");
    await other.end();

    expect(
      await database.query(
        "SELECT FROM information_schema.columns WHERE table_name = 'sessions' AND column_name = 'user_agent'",
      ),
    ).toEqual([]);
    expect(await applied()).toEqual([first]);
    expect((await db("migrate")).code).toBe(0);
    expect((await db("check")).code).toBe(0);
  });

  it("know what ran while comments still counted in checksums", async () => {
    await beginMigrated();
    await database.query(
      `UPDATE migration_checksums SET checksum = 'ad5978b3ad3ab7572759a1e5d2eca426be8f0c2941e3b68a9f493e87f95906a1'
       WHERE name LIKE 'IndexExpiryOfSessions%'`,
    );

    expect((await db("status", "--exit-code")).code).toBe(0);
  });

  it("give way to others that keep a table, and try again", async () => {
    await beginEmpty();
    await db("migrate", "--to", first);
    const other = await database.connect();
    await other.query("BEGIN; LOCK TABLE sessions");
    const run = start("migrate");
    await run.says(/keeps a table; trying again/);

    const queued = await database.query("SELECT FROM pg_locks WHERE relation = 'sessions'::regclass AND NOT granted");
    await other.query("COMMIT");
    await other.end();

    expect(queued).toEqual([]);
    expect((await run.ended).code).toBe(0);
    expect(await applied()).toEqual(names);
  });

  it("run up to the named one, show the plan of the rest, and undo one, several, or down to one", async () => {
    await beginEmpty();
    expect((await db("migrate", "--to", "CreateSchema")).stdout).toContain(`Applied: ${first}.`);
    const planned = await db("plan");
    expect(planned.stdout).toMatch(/^-- AddSessionUse\S+\nALTER TABLE sessions/);
    expect(JSON.parse((await db("plan", "--json")).stdout).migrations).toMatchObject(names.slice(1).map((name) => ({ name })));
    await db("migrate");
    expect((await db("plan")).stdout).toBe("-- Nothing is pending.\n");

    const refused = await db("revert");
    const one = await db("revert", "--yes");
    await db("migrate");
    const down = await db("revert", "--to", first, "--yes");
    const all = await db("revert", "--steps", String(names.length), "--yes");

    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringMatching(new RegExp(`undoes ${last}\\n(?:CREATE|DROP|ALTER) [\\s\\S]*no terminal to ask at. Add --yes`)),
    ]);
    expect([one.stdout, down.stdout, all.stdout]).toEqual([
      `Undone: ${last}.\n`,
      `Undone: ${names.slice(1).reverse().join(", ")}.\n`,
      `Undone: ${first}.\n`,
    ]);
    expect(await applied()).toEqual([]);
  });

  it("tell applied, pending, edited, missing and out-of-order migrations, and write nothing to tell", async () => {
    await beginEmpty();
    expect(await states()).toEqual(names.map((name) => `${name} pending`));
    expect(await database.query("SELECT FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
    expect([(await db("status")).code, (await db("status", "--exit-code")).code]).toEqual([0, 1]);
    await db("migrate");
    expect((await db("status", "--exit-code")).code).toBe(0);

    await database.query("UPDATE migration_checksums SET checksum = 'other' WHERE name = $1", [second]);
    expect(await states()).toContain(`${second} edited`);
    expect((await db("migrate")).output).toContain(`Edited since they were applied: ${second}. Restore their files`);
    await database.query("UPDATE migrations SET name = 'FromAnotherBuild1799999999999' WHERE name = $1", [first]);
    expect(await states()).toEqual([
      `${first} out of order`,
      `${second} edited`,
      ...names.slice(2).map((name) => `${name} applied`),
      "FromAnotherBuild1799999999999 missing",
    ]);
    expect((await db("migrate")).output).toMatch(
      /Edited since[\s\S]*Applied, and missing in this build: FromAnotherBuild\d+\.[\s\S]*a later one has been applied: CreateSchema/,
    );
    expect((await db("revert", "--yes")).output).toContain("This build cannot undo FromAnotherBuild1799999999999 (missing)");
  });

  it("refuse what is out of order or missing, and go on when told to", async () => {
    await beginMigrated();
    await db("revert", "--yes");
    await database.query("INSERT INTO migrations (timestamp, name) VALUES (1799999999999, 'FromAnotherBuild1799999999999')");

    const refused = await db("migrate");
    const half = await db("migrate", "--despite", "missing");
    const told = await db("migrate", "--despite", "missing", "out-of-order");

    expect([refused.code, half.code, told.code]).toEqual([1, 1, 0]);
    expect(half.output).toContain(`a later one has been applied: ${last}. `);
    expect(told.stdout).toBe(`Applied: ${last}.\n`);
  });

  it("remember the checksums of what TypeORM's own command has applied, also when nothing is pending", async () => {
    await beginMigrated();
    await database.query("DROP TABLE migration_checksums");
    expect(await states()).toEqual(names.map((name) => `${name} applied`));

    expect((await db("migrate")).stdout).toBe("Nothing is pending.\n");

    expect(await database.query("SELECT name FROM migration_checksums ORDER BY name")).toHaveLength(names.length);
  });

  it("do not mistake a migration that TypeORM's own commands undid and ran again for an edited one", async () => {
    await beginMigrated();
    await database.query("UPDATE migration_checksums SET checksum = 'of the file as it was' WHERE name = $1", [last]);
    const typeorm = (verb: string) =>
      runAlone("../../../node_modules/typeorm/cli", [verb, "-d", "dist/ormconfig.js"], { DATABASE_URL: database.url });

    expect((await typeorm("migration:revert")).code).toBe(0);
    expect((await typeorm("migration:run")).code).toBe(0);

    expect(await states()).toEqual(names.map((name) => `${name} applied`));
    expect((await db("migrate")).code).toBe(0);
  });

  it("repair tells what it would mend of the record, and mends it when told", async () => {
    await beginMigrated();
    await database.query("UPDATE migration_checksums SET checksum = 'other' WHERE name = $1", [second]);
    await database.query("DELETE FROM migration_checksums WHERE name = $1", [last]);
    await database.query("INSERT INTO migrations (timestamp, name) VALUES (1, $1), (1799999999999, 'Gone1799999999999')", [
      first,
    ]);
    await database.query("INSERT INTO migration_checksums (name, checksum) VALUES ('Stray1799999999998', '')");

    const told = await db("repair");
    const one = await db("repair", "Gone", "--yes");
    const mended = await db("repair", "--yes");

    expect([told.code, one.code, mended.code]).toEqual([1, 0, 0]);
    for (const line of [
      `${first}: recorded 2 times`,
      `${second}: edited since it was applied`,
      `${last}: applied by TypeORM's own command`,
      "Gone1799999999999: applied, and this build does not have it",
      "Stray1799999999998: not applied, with a checksum left",
      "Nothing was changed. Add --yes",
    ])
      expect(told.stdout).toContain(line);
    expect(one.stdout).not.toContain(second);
    expect((await db("repair")).stdout).toBe("There is nothing to mend.\n");
    expect(await states()).toEqual(names.map((name) => `${name} applied`));
    expect((await db("migrate")).stdout).toBe("Nothing is pending.\n");
  });

  it("say what was wrong in words, with an exit code and without the password", async () => {
    await beginEmpty();
    const unknown = await db("migrate", "--to", "Nothing");
    const misspelled = await db("migarte");
    const wrong = await db("revert", "--steps", "none");
    const url = "postgresql://anna:s3cret@127.0.0.1:1/db?connect_timeout=1";
    const unreachable = await runProgram("db", ["status", "--json"], { DATABASE_URL: url });

    expect([unknown.code, misspelled.code, wrong.code, unreachable.code]).toEqual([1, 2, 2, 1]);
    expect(misspelled.output).toContain("unknown command 'migarte'\n(Did you mean migrate?)");
    expect(unknown.output).toContain("There is no migration Nothing.");
    expect(JSON.parse(unreachable.stdout)).toMatchObject({ isGood: false, error: expect.stringContaining("nothing listens") });
    expect(unreachable.output).not.toContain("s3cret");
  });

  it("list the verbs, a line each", async () => {
    await beginEmpty();
    const { code, stdout } = await db("help");

    expect([code, (await db()).code]).toEqual([0, 2]);
    for (const verb of [
      "status",
      "migrate",
      "revert",
      "repair",
      "plan",
      "generate",
      "check",
      "lint",
      "verify",
      "adopt",
      "ping",
      "reset",
      "seed",
      "psql",
    ])
      expect(stdout).toMatch(new RegExp(`^  ${verb}\\b.* {2}\\S.*$`, "m"));
  });
});
