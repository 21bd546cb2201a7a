import { afterEach, beforeEach, expect, it } from "@jest/globals";
import type { DataSource, MigrationInterface, QueryRunner } from "typeorm";
import { quietLog } from "../../../packages/engine/src/database/SqlLogger.js";
import { migrate } from "../../../packages/operations/src/migrate.js";
import { revert } from "../../../packages/operations/src/revert.js";
import { createDataSource } from "../../../src/createDataSource.js";
import { type EmptyDatabase, emptyDatabase } from "../../support/emptyDatabase.js";
import { describeOnServer } from "../../support/onServer.js";

class AddNameIndex1899999999999 implements MigrationInterface {
  readonly name = "AddNameIndex1899999999999";
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query("CREATE INDEX CONCURRENTLY ix_users_name ON users (name)");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP INDEX CONCURRENTLY ix_users_name");
  }
}

describeOnServer("a migration that may not run in a transaction", () => {
  let empty: EmptyDatabase;
  const opened: DataSource[] = [];
  beforeEach(async () => {
    empty = await emptyDatabase();
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.destroy();
    await empty.drop();
  });

  async function open(): Promise<DataSource> {
    const database = createDataSource(
      { url: empty.url, directory: "", poolSize: 2, isSqlEchoed: false, isPreparing: true },
      quietLog,
    );
    await database.initialize();
    database.migrations.push(new AddNameIndex1899999999999());
    opened.push(database);
    return database;
  }
  const isValid = async () =>
    (await empty.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_users_name'::regclass"))[0]?.indisvalid;

  it("runs alone after the others, once, whoever runs at the same time, and is undone alone", async () => {
    const databases = await Promise.all(Array.from({ length: 5 }, open));

    const reports = await Promise.all(databases.map((database) => migrate(database, () => undefined)));

    expect(
      reports.flatMap(({ details }) => details.applied).filter((name) => name === "AddNameIndex1899999999999"),
    ).toHaveLength(1);
    expect(await isValid()).toBe(true);
    await revert(databases[0] as DataSource, ["AddNameIndex1899999999999"], () => undefined);
    expect(await empty.query("SELECT FROM pg_indexes WHERE indexname = 'ix_users_name'")).toEqual([]);
  });

  it("clears the index that a killed run has left half built", async () => {
    const database = await open();
    await migrate(database, () => undefined, { to: "AddSessionUseAndRateLimits", agreement: { isProduction: false } });
    await empty.query("CREATE INDEX ix_users_name ON users (name)");
    await empty.query("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_users_name'::regclass");

    await migrate(database, () => undefined);

    expect(await isValid()).toBe(true);
  });
});
