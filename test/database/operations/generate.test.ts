import { cpSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import type { MigrationInterface, QueryRunner } from "typeorm";
import type { DescribedDataSource } from "../../../packages/engine/src/database/makeDataSource.js";
import { quietLog } from "../../../packages/engine/src/database/SqlLogger.js";
import { generate } from "../../../packages/operations/src/generate.js";
import { createDataSource } from "../../../src/createDataSource.js";
import { type EmptyDatabase, emptyDatabase } from "../../support/emptyDatabase.js";
import { describeOnServer } from "../../support/onServer.js";

/** Leaves a difference between the migrations and the entities. */
const without = (sql: string): MigrationInterface => ({
  name: "TakeAway1899999999999",
  up: async (runner: QueryRunner) => void (await runner.query(sql)),
  down: async () => undefined,
});

describeOnServer("npm run db -- generate", () => {
  let empty: EmptyDatabase;
  let database: DescribedDataSource;
  let folder: string;
  const home = process.cwd();
  beforeEach(async () => {
    empty = await emptyDatabase();
    database = createDataSource(
      { url: empty.url, directory: "", poolSize: 2, isSqlEchoed: false, isPreparing: true },
      quietLog,
    );
    await database.initialize();
    folder = mkdtempSync(join(tmpdir(), "novadraw-generate-"));
    cpSync("migrations", join(folder, "migrations"), { recursive: true });
    process.chdir(folder);
  });
  afterEach(async () => {
    process.chdir(home);
    await database.destroy();
    await empty.drop();
  });

  const written = (name: string) => {
    const file = readdirSync("migrations").find((one) => one.endsWith(`${name}.ts`)) ?? "";
    return { file, source: readFileSync(join("migrations", file), "utf8") };
  };

  it("writes what the migrations lack of the entities, its line in the history, and lints it, whatever the database holds", async () => {
    await empty.query("CREATE TABLE users (id int); CREATE TABLE notes (id int)");
    database.migrations.push(without("DROP INDEX ix_drawings_updated_at_id"));

    const { isGood, lines } = await generate(database, "AddDrawingIndex");

    const { file, source } = written("AddDrawingIndex");
    const className = `AddDrawingIndex${file.slice(0, 13)}`;
    expect(source).toMatch(
      /class AddDrawingIndex\d+ implements[\s\S]*transaction = false;[\s\S]*async up[\s\S]*CREATE INDEX CONCURRENTLY[\s\S]*async down[\s\S]*DROP INDEX CONCURRENTLY/,
    );
    expect(source).not.toMatch(/users|notes/);
    expect(readFileSync("migrations/history.ts", "utf8")).toMatch(
      new RegExp(`import \\{ ${className} \\}[\\s\\S]*, ${className}\\];`),
    );
    expect([isGood, lines.join("\n")]).toEqual([true, expect.stringContaining("Nothing to refuse.")]);
  });

  it("writes the index of a table that is there apart from all else, since it is built outside of a transaction", async () => {
    database.migrations.push(without("DROP INDEX ix_drawings_updated_at_id; ALTER TABLE users DROP COLUMN birthdate"));

    const { details, lines } = await generate(database, "AddBirthdates");

    expect(details.files).toEqual([
      expect.stringMatching(/\d+-AddBirthdates\.ts$/),
      expect.stringMatching(/\d+-AddBirthdatesIndex\.ts$/),
    ]);
    // The check of birthdays needs its reason; the index needs none.
    expect(lines.filter((line) => line.startsWith("AddBirthdatesIndex"))).toEqual([]);
    expect(written("AddBirthdates").source).toMatch(/ADD "birthdate" date/);
    expect(written("AddBirthdates").source).not.toContain("INDEX");
  });

  it("writes the indexes of a new table into its migration, which lint refuses in neither direction", async () => {
    database.migrations.push(without("DROP TABLE admin_reads"));

    const { details, isGood } = await generate(database, "AddReads");

    expect([isGood, details.files]).toEqual([true, [expect.stringMatching(/\d+-AddReads\.ts$/)]]);
    expect(written("AddReads").source).toMatch(/CREATE INDEX "ix_admin_reads_[\s\S]*async down[\s\S]*DROP TABLE "admin_reads"/);
    expect(written("AddReads").source).not.toMatch(/CONCURRENTLY|DROP INDEX/);
  });

  it("writes the trigger of a table that has updated_at, and undoes it", async () => {
    database.migrations.push(without("DROP TABLE tutorial_steps; DROP TRIGGER touch_updated_at ON users"));

    await generate(database, "AddSteps");

    const [, up, down] = written("AddSteps").source.split(/async up|async down/);
    const statementsOf = (source = "") => [...source.matchAll(/query\(`([^`]*)`\)/g)].map(([, sql]) => sql ?? "");
    await database.runMigrations();
    for (const sql of statementsOf(up)) await empty.query(sql);
    const triggers = await empty.query(
      "SELECT tgrelid::regclass::text AS of FROM pg_trigger WHERE tgname = 'touch_updated_at'",
    );
    for (const sql of statementsOf(down)) await empty.query(sql);
    const left = await empty.query("SELECT FROM pg_trigger WHERE tgname = 'touch_updated_at'");

    const tables = database.entityMetadatas.filter((entity) => entity.findColumnWithPropertyName("updatedAt"));
    expect(triggers.map(({ of }) => of).sort()).toEqual(tables.map(({ tableName }) => tableName).sort());
    expect(left).toHaveLength(tables.length - 2);
  });
});
