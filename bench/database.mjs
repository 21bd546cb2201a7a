import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { loadData } from "./data.mjs";
import { parentOf } from "./others.mjs";
import { startOwnPostgres } from "./ownPostgres.mjs";

const PROJECT = fileURLToPath(new URL("..", import.meta.url));

/** The PostgreSQL to measure on: that of BENCH_DATABASE_URL, or one of the run's own, which stop() ends and removes. */
export async function openServer() {
  const given = process.env.BENCH_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  process.stderr.write("starting a PostgreSQL of its own …\n");
  return startOwnPostgres();
}

/** The URL of a database on the server that holds the data of a scale; it is made and loaded where there is none of that name. */
export async function loadedDatabase(serverUrl, name, scale) {
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  const { rows } = await query(serverUrl, `SELECT 1 FROM pg_database WHERE datname = '${name}'`);
  if (rows.length > 0) return url;
  process.stderr.write(`loading scale ${scale} into ${name} …\n`);
  await query(serverUrl, `CREATE DATABASE ${name}`);
  const environment = { ...process.env, DATABASE_URL: url };
  execFileSync("node_modules/.bin/typeorm", ["migration:run", "-d", "dist/ormconfig.js"], { cwd: PROJECT, env: environment });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await loadData(client, scale);
  await client.end();
  return url;
}

/**
 * A loaded database for one run: its URL and name, its PostgreSQL's version and first process, and a function that leaves nothing behind, but for a
 * database that KEEP_DATABASE names.
 */
export async function openDatabase(scale) {
  const server = await openServer();
  const kept = process.env.KEEP_DATABASE;
  const name = kept ?? `novadraw_bench_${process.pid}`;
  const close = async () => {
    if (!kept) await query(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.stop();
  };
  const url = await loadedDatabase(server.url, name, scale);
  return { url, name, close, ...(await serverOf(url)) };
}

async function serverOf(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    "SELECT pg_backend_pid() AS backend, current_setting('server_version_num')::int / 10000 AS version",
  );
  const [{ backend, version }] = rows;
  // On another machine the number is no process, or some other one's, of this machine.
  const process = ["127.0.0.1", "localhost", ""].includes(new URL(url).hostname) ? parentOf(backend) : undefined;
  await client.end();
  return { version, process };
}

async function query(connectionString, text) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client.query(text).finally(() => client.end());
}
