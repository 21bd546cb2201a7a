import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import "reflect-metadata";
import { quietLog } from "../../packages/engine/src/database/SqlLogger.js";
import { migrate } from "../../packages/operations/src/migrate.js";
import { createDataSource } from "../../src/createDataSource.js";

/** The server that tests run on, when it is not the embedded one. */
export const TEST_DATABASE_URL = process.env.TEST_DATABASE_URL;

/** What all tests of a run start from: a migrated database on the server, or the dumped folder of an embedded one. */
export const template = (): string => process.env.NOVADRAW_TEMPLATE ?? "";

const SETTINGS = { directory: "memory://", poolSize: 1, isSqlEchoed: false, isPreparing: true };

/** The same server with another database. */
export function urlOf(database: string): string {
  const url = new URL(TEST_DATABASE_URL ?? "");
  url.pathname = `/${database}`;
  return url.href;
}

export async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: TEST_DATABASE_URL });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** Migrates an empty database on the server as operators do, for all test files to start from a copy. Returns its name. */
export async function migrateTemplate(): Promise<string> {
  const name = `novadraw_template_${randomBytes(6).toString("hex")}`;
  await administer(`CREATE DATABASE ${name}`);
  const database = createDataSource({ ...SETTINGS, url: urlOf(name) }, quietLog);
  await database.initialize();
  await migrate(database, () => undefined);
  await database.destroy();
  return name;
}

/** The path of a dumped folder of a migrated embedded database. It is made once for the same migrations. */
export async function dumpTemplate(): Promise<string> {
  const name = `.migrated-${await digestOf("dist/migrations")}.tar`;
  const dumps = (await readdir("dist")).filter((file) => /^\.(?:template|migrated)-.*\.tar$/.test(file));
  for (const stale of dumps.filter((file) => file !== name)) await rm(`dist/${stale}`, { force: true });
  if (dumps.includes(name)) return `dist/${name}`;
  const server = await PGlite.create(SETTINGS.directory);
  const database = createDataSource(SETTINGS, quietLog, server);
  await database.initialize();
  await migrate(database, () => undefined);
  await database.destroy();
  const dump = Buffer.from(await (await server.dumpDataDir("none")).arrayBuffer());
  await server.close();
  // Another run may need it at the same moment.
  const unfinished = `dist/${name}.${process.pid}`;
  await writeFile(unfinished, dump);
  await rename(unfinished, `dist/${name}`);
  return `dist/${name}`;
}

async function digestOf(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const file of (await readdir(folder)).sort()) hash.update(file).update(await readFile(`${folder}/${file}`));
  return hash.digest("hex").slice(0, 16);
}
