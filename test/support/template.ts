import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import "reflect-metadata";
import { createDataSource } from "../../src/database/createDataSource.js";
import { quietLog } from "../../src/database/SqlLogger.js";

/** The server that tests run on, when it is not the embedded one. */
export const TEST_DATABASE_URL = process.env.TEST_DATABASE_URL;

export const templateFile = (id: string): string => join(tmpdir(), `novadraw-template-${id}.tar`);
export const templateName = (id: string): string => `novadraw_template_${id}`;

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

/** Migrates an empty database once, for all test files to start from a copy. */
export async function createTemplate(id: string): Promise<void> {
  if (TEST_DATABASE_URL) await administer(`CREATE DATABASE ${templateName(id)}`);
  const url = TEST_DATABASE_URL && { url: urlOf(templateName(id)) };
  const database = createDataSource(
    { ...url, directory: "memory://", poolSize: 1, isSqlEchoed: false, isPreparing: true },
    quietLog,
  );
  await database.initialize();
  await database.runMigrations();
  if (!TEST_DATABASE_URL) {
    const { server } = (database.driver as unknown as { master: { server: PGlite } }).master;
    await writeFile(templateFile(id), Buffer.from(await (await server.dumpDataDir("none")).arrayBuffer()));
  }
  await database.destroy();
}
