import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { loadData } from "./data.mjs";

const PROJECT = fileURLToPath(new URL("..", import.meta.url));
export const serverUrl = process.env.BENCH_DATABASE_URL ?? "postgresql://127.0.0.1:5432/postgres";

/** The URL of a database on the server that holds the data of a scale; it is made and loaded where there is none of that name. */
export async function loadedDatabase(name, scale) {
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

export const dropDatabase = (name) => query(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);

async function query(connectionString, text) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client.query(text).finally(() => client.end());
}
