import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { MigrationInterface, QueryRunner } from "typeorm";
import type { DescribedDataSource } from "../../../packages/engine/src/database/makeDataSource.js";
import { quietLog } from "../../../packages/engine/src/database/SqlLogger.js";
import { forTypeOrm } from "../../../packages/operations/src/forTypeOrm.js";
import { readHistory } from "../../../packages/operations/src/history.js";
import { migrate } from "../../../packages/operations/src/migrate.js";
import { readDropped } from "../../../packages/operations/src/readDropped.js";
import { createDataSource } from "../../../src/createDataSource.js";
import { type EmptyDatabase, migratedDatabase } from "../../support/emptyDatabase.js";
import { describeOnServer } from "../../support/onServer.js";

const migration = (up: () => string, others: Partial<MigrationInterface> = {}): MigrationInterface => ({
  name: "Later1899999999999",
  up: async (runner: QueryRunner) => void (await runner.query(up())),
  down: async () => undefined,
  ...others,
});

describeOnServer("a later migration", () => {
  let migrated: EmptyDatabase;
  let database: DescribedDataSource;
  beforeEach(async () => {
    migrated = await migratedDatabase({ isMarked: false });
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
  const name = () => new URL(migrated.url).pathname.slice(1);

  it("that drops a column runs only when the database is named, at the command or at the terminal", async () => {
    database.migrations.push(migration(() => "ALTER TABLE users DROP COLUMN birthdate"));
    await migrated.query("INSERT INTO users (email, password, birthdate) VALUES ('a@example.org', 'x', '2015-01-01')");
    const said: string[] = [];
    const say = (line: string) => void said.push(line);

    const alone = migrate(database, say, { agreement: { isProduction: false } });
    await expect(alone).rejects.toThrow(`add --yes-destroy ${name()}`);
    const mistyped = migrate(database, say, { agreement: { isProduction: false, ask: async () => "yes" } });
    await expect(mistyped).rejects.toThrow("That is not the name of the database");
    const kept = await migrated.query("SELECT birthdate FROM users");
    const typed = await migrate(database, say, { agreement: { isProduction: true, ask: async () => name() } });

    expect(said).toContain("  the column users.birthdate, with 1 value");
    expect(kept).toHaveLength(1);
    expect(typed.details.applied).toEqual(["Later1899999999999"]);
  });

  it("that drops a column with values is not run by TypeORM's own command, nor does that drop or change the schema", async () => {
    forTypeOrm(database, false);
    database.migrations.push(migration(() => "ALTER TABLE users DROP COLUMN birthdate"));
    await migrated.query("INSERT INTO users (email, password, birthdate) VALUES ('a@example.org', 'x', '2015-01-01')");

    await expect(database.runMigrations()).rejects.toThrow("destroys the column users.birthdate, with 1 value. Use npm run db");
    await expect(database.dropDatabase()).rejects.toThrow("Use npm run db -- reset");
    await expect(database.synchronize()).rejects.toThrow("Use npm run db -- generate");
    expect(await migrated.query("SELECT birthdate FROM users")).toHaveLength(1);

    await migrated.query("UPDATE users SET birthdate = NULL");
    expect(await database.runMigrations()).toHaveLength(1);
  });

  it("that is edited after its run looks edited, and one that only has another comment does not", async () => {
    let sql = "COMMENT ON TABLE stories IS 'told'";
    database.migrations.push(migration(() => sql));
    await migrate(database, () => undefined);
    const stateNow = async () => (await readHistory(database)).at(-1)?.state;

    const before = await stateNow();
    sql = `-- why\n  ${sql}`;
    const commented = await stateNow();
    sql = "COMMENT ON TABLE stories IS 'told again'";

    expect([before, commented, await stateNow()]).toEqual(["applied", "applied", "edited"]);
  });

  it("that may not run in a transaction is run and undone by TypeORM's own commands", async () => {
    forTypeOrm(database, false);
    database.migrations.push(
      migration(() => "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_users_name ON users (name)", {
        transaction: false,
        down: async (runner) => void (await runner.query("DROP INDEX CONCURRENTLY IF EXISTS ix_users_name")),
      }),
    );
    const indexes = () => migrated.query("SELECT FROM pg_indexes WHERE indexname = 'ix_users_name'");

    await database.runMigrations();
    const made = await indexes();
    await database.undoLastMigration();

    expect([made.length, (await indexes()).length]).toEqual([1, 0]);
  });
});

describe("a later migration", () => {
  it.each([
    [
      "DROP TABLE a, app.b",
      [
        { kind: "table", table: "a" },
        { kind: "table", schema: "app", table: "b" },
      ],
    ],
    ["ALTER TABLE a DROP COLUMN b, ADD c int", [{ kind: "column", table: "a", column: "b" }]],
    ["WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone", [{ kind: "rows", table: "a" }]],
    ["TRUNCATE a", [{ kind: "rows", table: "a" }]],
    ["DROP SCHEMA app CASCADE", [{ kind: "unknown", what: "the schema app, with all that depends on it" }]],
    ["DROP TYPE mood CASCADE", [{ kind: "unknown", what: "the type mood, with all that depends on it" }]],
    ["DO $$ BEGIN DELETE FROM a; END $$", [{ kind: "unknown", what: "whatever a DO block drops, which cannot be read" }]],
    [
      "DROP TABLE a CASCADE",
      [
        { kind: "table", table: "a" },
        { kind: "unknown", what: "the table a, with all that depends on it" },
      ],
    ],
    [
      "ALTER TABLE a DROP b CASCADE",
      [
        { kind: "column", table: "a", column: "b" },
        { kind: "unknown", what: "the column a.b, with all that depends on it" },
      ],
    ],
    ["ALTER TYPE t DROP ATTRIBUTE b", [{ kind: "unknown", what: "the attribute t.b, in every column of that type" }]],
    ["ALTER TABLE a ALTER b TYPE text USING left(b, 1)", [{ kind: "column", table: "a", column: "b", isConverted: true }]],
    ["MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE", [{ kind: "rows", table: "a" }]],
    ["CALL clean()", [{ kind: "unknown", what: "whatever a procedure drops, which cannot be read" }]],
    ["ALTER TABLE a ALTER b TYPE text", []],
    ["DROP INDEX a", []],
    ["ALTER TABLE a DROP CONSTRAINT b", []],
    ["CREATE TABLE a (id int)", []],
  ])("that runs %s is read for what it destroys", async (sql, dropped) => {
    expect(await readDropped([sql])).toEqual(dropped);
  });
});
