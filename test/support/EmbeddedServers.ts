import { readFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { template } from "./template.js";

/** Changes when anything but rows of the tables does: what TRUNCATE writes is left out. */
const STRUCTURE = `SELECT md5(string_agg(part, ' ' ORDER BY part)) AS structure FROM (${[
  "pg_attribute",
  "pg_attrdef",
  "pg_constraint",
  "pg_trigger",
  "pg_proc",
  "pg_type",
  "pg_namespace",
  "pg_extension",
  "pg_authid",
  "pg_db_role_setting",
  "pg_rewrite",
  "pg_policy",
  "pg_description",
]
  .map((catalogue) => `SELECT '${catalogue}' || count(*) || ',' || sum(xmin::text::bigint) AS part FROM ${catalogue}`)
  .join(" UNION ALL ")}
  UNION ALL SELECT 'tables' || string_agg(oid::regclass::text || relkind::text, ',' ORDER BY oid) FROM pg_class WHERE oid >= 16384) parts`;

const TABLES = `SELECT oid::regclass::text AS name FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`;

interface EmbeddedServer {
  readonly server: PGlite;
  /** What the server has to be again before another test may use it: its structure, and the rows that migrations wrote. */
  readonly state: string;
  /** The tables that the migrations left empty. */
  readonly emptied: readonly string[];
  readonly kept: readonly string[];
}

const idle: EmbeddedServer[] = [];

/** A server has a timer that keeps its process alive. A worker of Jest ends when nothing does, once it hears no messages. */
process.on("removeListener", (event) => {
  if (event === "message") void closeServers();
});

export async function closeServers(): Promise<void> {
  await Promise.all(idle.splice(0).map(({ server }) => server.close()));
}

/**
 * An embedded database as the migrations left it. To empty one takes a fiftieth of the time that it takes to start one, so they
 * are used again. One in which a test changed more than rows is not.
 */
export async function takeServer(): Promise<{ server: PGlite; giveBack: () => Promise<void> }> {
  const taken = idle.pop() ?? (await start());
  return { server: taken.server, giveBack: () => giveBack(taken) };
}

async function start(): Promise<EmbeddedServer> {
  const server = await PGlite.create("memory://", { loadDataDir: new Blob([await readFile(template())]) });
  const tables = (await server.query<{ name: string }>(TABLES)).rows.map(({ name }) => name);
  const [emptied, kept]: [string[], string[]] = [[], []];
  for (const table of tables) {
    const { rows } = await server.query(`SELECT FROM ${table} LIMIT 1`);
    (rows.length > 0 ? kept : emptied).push(table);
  }
  return { server, emptied, kept, state: await stateOf(server, kept) };
}

async function giveBack(used: EmbeddedServer): Promise<void> {
  const { server, emptied, kept, state } = used;
  const isAsBefore = await server
    .exec("ROLLBACK")
    .then(() => server.exec(`TRUNCATE ${emptied.join(", ")} RESTART IDENTITY CASCADE`))
    .then(async () => (await stateOf(server, kept)) === state)
    .catch(() => false);
  if (isAsBefore) idle.push(used);
  else await server.close();
}

async function stateOf(server: PGlite, kept: readonly string[]): Promise<string> {
  const rowsOf = (table: string) => `SELECT md5(string_agg(t::text, ' ' ORDER BY t::text)) AS structure FROM ${table} t`;
  const parts = await server.exec([STRUCTURE, ...kept.map(rowsOf)].join("; "));
  return parts.map(({ rows: [row] }) => row?.structure).join(" ");
}
