import { randomBytes } from "node:crypto";
import type { DataSource, QueryRunner } from "typeorm";
import { MEMORY, makeSimilar, sqlStateOf, sqlStates } from "#engine/database";
import { OperationError } from "./OperationError.js";

const silent = { info: () => undefined, warn: () => undefined };
const settings = { directory: MEMORY, poolSize: 2, isSqlEchoed: false, isPreparing: true };

/**
 * Runs work on an empty database on the same server, and drops it afterwards. Beside the embedded database it is in memory.
 * Scratch databases that a killed command has left are dropped as well. @throws OperationError when the role may not create
 * databases.
 */
export async function withScratch<T>(database: DataSource, work: (scratch: DataSource) => Promise<T>): Promise<T> {
  const { url } = database.options as { url?: string };
  if (url === undefined) return using(makeSimilar(database, settings, silent), work);
  // The session stays until the end: a scratch database whose maker is gone may be swept.
  const maker = database.createQueryRunner();
  try {
    await sweep(maker);
    const { name, schema } = await describeScratch(maker);
    await maker.query(`CREATE DATABASE ${name} TEMPLATE template0`).catch((error: unknown) => {
      throw sqlStateOf(error) === sqlStates.insufficientPrivilege ? mayMakeNone() : error;
    });
    try {
      const scratchUrl = Object.assign(new URL(url), { pathname: `/${name}` }).href;
      return await using(makeSimilar(database, { ...settings, url: scratchUrl }, silent), async (scratch) => {
        await scratch.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
        return work(scratch);
      });
    } finally {
      await maker.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  } finally {
    await maker.release();
  }
}

/** The name holds its maker's session, which distinguishes an abandoned one from one in use. */
async function describeScratch(maker: QueryRunner): Promise<{ name: string; schema: string }> {
  const [row] = await maker.query(
    `SELECT pid, (extract(epoch FROM backend_start) * 1000000)::bigint AS start, quote_ident(current_schema()) AS schema
      FROM pg_stat_activity WHERE pid = pg_backend_pid()`,
  );
  return { name: `novadraw_scratch_${row.pid}_${row.start}_${randomBytes(3).toString("hex")}`, schema: row.schema };
}

/** The next command drops what cannot be dropped now. */
async function sweep(maker: QueryRunner): Promise<void> {
  const left: { name: string }[] = await maker.query(
    `SELECT datname AS name FROM pg_database WHERE datname ~ '^novadraw_scratch_[0-9]+_[0-9]+_[0-9a-f]+$' AND pg_has_role(datdba, 'USAGE')
      AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid::text = split_part(pg_database.datname, '_', 3)
        AND (extract(epoch FROM backend_start) * 1000000)::bigint::text = split_part(pg_database.datname, '_', 4))`,
  );
  for (const { name } of left) await maker.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch(() => undefined);
}

async function using<T>(scratch: DataSource, work: (scratch: DataSource) => Promise<T>): Promise<T> {
  await scratch.initialize();
  return work(scratch).finally(() => scratch.destroy());
}

const mayMakeNone = () =>
  new OperationError("The role may not make a scratch database. Grant it CREATEDB, or run this against a server where it may.");
