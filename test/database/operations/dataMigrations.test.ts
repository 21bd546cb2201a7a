import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { DataSource, MigrationInterface, QueryRunner } from "typeorm";
import { quietLog } from "../../../packages/engine/src/database/SqlLogger.js";
import { DataMigration } from "../../../packages/operations/src/DataMigration.js";
import { describeProgress } from "../../../packages/operations/src/describeProgress.js";
import { migrate } from "../../../packages/operations/src/migrate.js";
import { plan } from "../../../packages/operations/src/plan.js";
import { revert } from "../../../packages/operations/src/revert.js";
import { status } from "../../../packages/operations/src/status.js";
import { createDataSource } from "../../../src/createDataSource.js";
import { AddStars1899999999998 } from "../../support/AddStars.js";
import { type EmptyDatabase, migratedDatabase } from "../../support/emptyDatabase.js";
import { describeOnServer } from "../../support/onServer.js";

const quiet = () => undefined;
const NAME = "AddStars1899999999998";

describeOnServer("a data migration", () => {
  let migrated: EmptyDatabase;
  let database: DataSource;
  beforeEach(async () => {
    migrated = await migratedDatabase();
    database = createDataSource(
      { url: migrated.url, directory: "", poolSize: 2, isSqlEchoed: false, isPreparing: true },
      quietLog,
    );
    await database.initialize();
  });
  afterEach(async () => {
    await database.destroy();
    await migrated.drop();
  });

  const add = (migration: MigrationInterface) => database.migrations.push(migration);
  const load = (rows: number) =>
    migrated.query(
      "INSERT INTO tutorials (category, subject, total_steps) SELECT 'animals', 'fox', 0 FROM generate_series(1, $1::int)",
      [rows],
    );
  const subjects = async () =>
    Object.fromEntries(
      (
        await migrated.query<{ subject: string; count: string }>("SELECT subject, count(*) FROM tutorials GROUP BY subject")
      ).map(({ subject, count }) => [subject, Number(count)]),
    );
  const done = async () =>
    Number(
      (await migrated.query("SELECT rows FROM migration_positions WHERE name = $1", [NAME]).catch(() => []))[0]?.rows ?? 0,
    );

  it("changes each row once, although its process is killed in the middle, three times", async () => {
    await load(8_000);
    let before = 0;
    for (let kills = 0; kills < 3; kills++) {
      const run = spawn(process.execPath, ["dist/test/support/migrateWithStars.js"], {
        env: { PATH: process.env.PATH, DATABASE_URL: migrated.url },
      });
      const ended = once(run, "close");
      while ((await done()) <= before);
      run.kill("SIGKILL");
      await ended;
      before = await done();
    }
    const stopped = await subjects();
    add(new AddStars1899999999998());
    const told = (await status(database)).lines.find((line) => line.includes(NAME));

    const report = await migrate(database, quiet);

    expect([stopped["fox*"], told]).toEqual([
      before,
      `pending       ${NAME}  to be run by migrate  a data migration, ${before} rows done`,
    ]);
    expect(stopped.fox).toBe(8_000 - before);
    expect(report.lines).toEqual([`Applied: ${NAME}.`]);
    expect(await subjects()).toEqual({ "fox*": 8_000 });
  });

  it("is run once by several runs at once, told by status, and may run anew after it was undone", async () => {
    await load(2_000);
    add(new AddStars1899999999998());

    const reports = await Promise.all([migrate(database, quiet), migrate(database, quiet)]);

    expect(reports.flatMap(({ details }) => details.applied)).toEqual([NAME]);
    expect((await status(database)).lines).toContainEqual(
      expect.stringMatching(/^applied .* a data migration, 2000 rows done$/),
    );
    await revert(database, [NAME], quiet);
    await migrate(database, quiet);
    expect(await subjects()).toEqual({ "fox**": 2_000 });
  });

  it("waits for a row that somebody keeps, and goes on", async () => {
    await load(10);
    add(new AddStars1899999999998());
    const other = await migrated.connect();
    await other.query("BEGIN; UPDATE tutorials SET category = 'plants'");

    const run = migrate(database, quiet);
    while ((await migrated.query("SELECT FROM pg_locks WHERE NOT granted")).length === 0);
    await other.query("COMMIT");
    await other.end();
    await run;

    expect(await subjects()).toEqual({ "fox*": 10 });
  });

  it("tells its progress, and is shown by plan without being run", async () => {
    await load(10);
    add(new AddStars1899999999998());
    const told: string[] = [];

    const planned = await plan(database);
    const untouched = await subjects();
    await migrate(database, (line) => told.push(line));

    expect(planned.lines.join("\n")).toBe(
      `-- ${NAME}\n-- in batches by id of tutorials, each a transaction of its own:\n${new AddStars1899999999998().statement};\n`,
    );
    expect(untouched).toEqual({ fox: 10 });
    expect(told).toEqual([`Running ${NAME} …`, "10 of about 10 rows (100 %)"]);
  });

  it("runs its batches under TypeORM's own command, too", async () => {
    await load(1_500);
    add(new AddStars1899999999998());

    await database.runMigrations({ transaction: "each" });

    expect(await subjects()).toEqual({ "fox*": 1_500 });
  });

  class OfCategory extends AddStars1899999999998 {
    override readonly key = "category";
  }
  class OfAll extends DataMigration {
    readonly name = NAME;
    readonly table = "tutorials";
    readonly statement = "UPDATE tutorials SET subject = ''";
  }

  it.each([
    ["key is not unique", new OfCategory(), "tutorials.category is not a unique column that is never null. Name such a column"],
    ["statement forgets the batch", new OfAll(), 'does not name "batch", so each batch would change all rows'],
  ])("is refused when its %s", async (_what, migration, message) => {
    await load(3);
    add(migration);

    await expect(migrate(database, quiet)).rejects.toThrow(message);

    expect(await subjects()).toEqual({ fox: 3 });
  });

  it.each<[string, (runner: QueryRunner) => Promise<unknown>]>([
    ["reads rows", async (runner) => (await runner.query("SELECT count(*) AS rows FROM tutorials"))[0].rows],
    ["loops over rows", async (runner) => [...(await runner.query("SELECT id FROM tutorials"))]],
    [
      "catches the refusal",
      (runner) =>
        Promise.resolve()
          .then(() => runner.manager.query("DELETE FROM tutorials"))
          .catch(() => undefined),
    ],
    ["goes past its runner", (runner) => runner.dataSource.query("DELETE FROM tutorials")],
    ["uses a repository", (runner) => runner.manager.getRepository("tutorials").clear()],
    ["looks at the schema", (runner) => runner.hasTable("tutorials")],
  ])("is named by the refusal of a schema migration that %s", async (_what, up) => {
    await load(3);
    add({ name: "Reads1899999999997", up: async (runner) => void (await up(runner)), down: async () => undefined });

    await expect(plan(database)).rejects.toThrow(/^Reads1899999999997, up: .*Write what depends on rows as a data migration/);
    await expect(migrate(database, quiet)).rejects.toThrow("Write what depends on rows as a data migration");

    expect(await subjects()).toEqual({ fox: 3 });
  });
});

describe("the progress of a data migration", () => {
  it.each([
    [{ rowsDone: 5, rowsInAll: 10, secondsToGo: 100 }, "5 of about 10 rows (50 %), about 100 s to go"],
    [{ rowsDone: 1, rowsInAll: 3, secondsToGo: 1800 }, "1 of about 3 rows (33 %), about 30 min to go"],
    [{ rowsDone: 1, rowsInAll: 3, secondsToGo: 36_000 }, "1 of about 3 rows (33 %), about 10 h to go"],
    [{ rowsDone: 0, rowsInAll: 0, secondsToGo: 0 }, "0 of about 0 rows (100 %)"],
  ])("says how much is done and how long the rest takes: %j", (progress, line) => {
    expect(describeProgress(progress)).toBe(line);
  });
});
