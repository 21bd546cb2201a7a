import { randomBytes } from "node:crypto";
import type { DataSource } from "typeorm";
import { createDataSource } from "../createDataSource.js";
import { MEMORY } from "../embeddedDriver.js";
import { sqlStateOf } from "../sqlStateOf.js";
import { sqlStates } from "../sqlStates.js";
import { OperationError } from "./OperationError.js";

const silent = { info: () => undefined, warn: () => undefined };
const settings = { directory: MEMORY, poolSize: 2, isSqlEchoed: false, isPreparing: true };

/**
 * Runs work on an empty database on the same server, and drops it afterwards. Beside the embedded database it is in memory.
 * @throws OperationError when the role may not create databases.
 */
export async function withScratch<T>(database: DataSource, work: (scratch: DataSource) => Promise<T>): Promise<T> {
  const { url } = database.options as { url?: string };
  if (url === undefined) return using(createDataSource(settings, silent), work);
  const name = `novadraw_scratch_${randomBytes(6).toString("hex")}`;
  await database.query(`CREATE DATABASE ${name} TEMPLATE template0`).catch((error: unknown) => {
    throw sqlStateOf(error) === sqlStates.insufficientPrivilege ? mayMakeNone() : error;
  });
  try {
    const scratchUrl = Object.assign(new URL(url), { pathname: `/${name}` }).href;
    return await using(createDataSource({ ...settings, url: scratchUrl }, silent), work);
  } finally {
    await database.query(`DROP DATABASE ${name} WITH (FORCE)`);
  }
}

async function using<T>(scratch: DataSource, work: (scratch: DataSource) => Promise<T>): Promise<T> {
  await scratch.initialize();
  return work(scratch).finally(() => scratch.destroy());
}

const mayMakeNone = () =>
  new OperationError("The role may not make a scratch database. Grant it CREATEDB, or run this against a server where it may.");
