import { randomBytes } from "node:crypto";
import type { DataSource } from "typeorm";
import { quietLog } from "../../packages/engine/src/database/SqlLogger.js";
import { createDataSource } from "../../src/createDataSource.js";
import { takeServer } from "./EmbeddedServers.js";
import { administer, TEST_DATABASE_URL, template, urlOf } from "./template.js";

export interface TestDatabase {
  readonly database: DataSource;
  /** Its URL on a real server; absent for the embedded one. */
  readonly url?: string;
  readonly close: () => Promise<void>;
}

/** Longer than the service's: tests share their machine. */
const TIMEOUTS = { statementMs: 60_000, lockMs: 2_000 };

/**
 * A migrated, empty database of the caller's own. The embedded one has one connection, whatever is asked for.
 * @param locale options of CREATE DATABASE, for a database on the server that sorts and folds texts in its own way.
 */
export async function openDatabase(poolSize = 10, locale?: string): Promise<TestDatabase> {
  return TEST_DATABASE_URL ? openOnServer(poolSize, locale) : openEmbedded();
}

async function openEmbedded(): Promise<TestDatabase> {
  const { server, giveBack } = await takeServer();
  const database = createDataSource(
    { directory: "memory://", poolSize: 1, isSqlEchoed: false, isPreparing: true },
    quietLog,
    server,
  );
  await database.initialize();
  const close = async () => {
    await database.destroy();
    await giveBack();
  };
  return { database, close };
}

async function openOnServer(poolSize: number, locale?: string): Promise<TestDatabase> {
  const name = `novadraw_test_${randomBytes(6).toString("hex")}`;
  const like = locale === undefined ? template() : `template0 ENCODING 'UTF8' ${locale}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${like}`);
  const url = urlOf(name);
  const database = createDataSource(
    { url, directory: "", poolSize, timeouts: TIMEOUTS, isSqlEchoed: false, isPreparing: true },
    quietLog,
  );
  await database.initialize();
  if (locale !== undefined) await database.runMigrations();
  const close = async () => {
    await database.destroy();
    await administer(`DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { database, url, close };
}
