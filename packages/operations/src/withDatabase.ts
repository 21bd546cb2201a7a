import type { DataSource } from "typeorm";
import { LostOptionsError, sqlStateOf, sqlStates, standardUrl } from "#engine/database";
import { migrationEndpoint } from "./migrationEndpoint.js";
import { OperationError } from "./OperationError.js";
import type { MakeDatabase, OperatorsSettings } from "./OperatorsSettings.js";
import { onEmbedded } from "./onEmbedded.js";
import { openPatiently } from "./openPatiently.js";
import type { Progress } from "./Report.js";

/** A setting of our own for the session. A pooler refuses it when the session starts, or drops it. */
const MARK = "operations.direct";
const silent = { info: () => undefined, warn: () => undefined };

/**
 * Runs work on a connection for operators, directly to the database.
 * @throws OperationError when a pooler is in between, or the database cannot be used; errors of connecting.
 */
export async function withDatabase<T>(
  make: MakeDatabase,
  config: OperatorsSettings,
  say: Progress,
  work: (database: DataSource) => Promise<T>,
): Promise<T> {
  const endpoint = migrationEndpoint(config);
  if (endpoint?.note !== undefined) say(endpoint.note);
  const database = make(
    { ...config, url: endpoint && marked(endpoint.url), poolSize: 2, timeouts: undefined, isSqlEchoed: false },
    silent,
  );
  if (!endpoint) say(onEmbedded(config));
  await openPatiently(database, say).catch((error: unknown) => {
    throw (error as Error).cause instanceof LostOptionsError ? behindPooler() : error;
  });
  try {
    if (endpoint && !(await isDirect(database))) throw behindPooler();
    await refuseUnusable(database);
    return await work(database);
  } finally {
    await database.destroy();
  }
}

/** @throws OperationError for a database that cannot hold what this service stores, or where it has no schema to store it in. */
async function refuseUnusable(database: DataSource): Promise<void> {
  const [row] = await database.query<{ encoding: string; schema: string | null; path: string; has_icu: boolean }[]>(
    `SELECT current_setting('server_encoding') AS encoding, current_schema() AS schema, current_setting('search_path') AS path,
      to_regcollation('pg_catalog."und-x-icu"') IS NOT NULL AS has_icu`,
  );
  if (row?.encoding !== "UTF8")
    throw new OperationError(
      `The database is encoded in ${row?.encoding}, which cannot hold every text. Create one with ENCODING 'UTF8' TEMPLATE template0, and name it in DATABASE_URL.`,
    );
  if (!row.has_icu)
    throw new OperationError(
      'The server has no collation "und-x-icu", by which texts are found in any case. Use a PostgreSQL that was built with ICU, as those of all distributions and providers are.',
    );
  if (row.schema === null)
    throw new OperationError(
      `No schema of the search path (${row.path}) exists for the role. Create it by CREATE SCHEMA, grant USAGE on it, or correct the options in DATABASE_URL.`,
    );
}

/** The URL, with our own setting among the session's settings. */
export function marked(url: string): string {
  const target = standardUrl(url);
  target.searchParams.set("options", `${target.searchParams.get("options") ?? ""} -c ${MARK}=on`.trim());
  return target.href;
}

/** Whether the session has kept our own setting. */
export async function isDirect(database: Pick<DataSource, "query">): Promise<boolean> {
  const [row] = await database.query<{ mark: string | null }[]>("SELECT current_setting($1, true) AS mark", [MARK]);
  return row?.mark === "on";
}

export const isRefusedByPooler = (error: unknown): boolean => sqlStateOf(error) === sqlStates.protocolViolation;

const behindPooler = () =>
  new OperationError(
    "A pooler (PgBouncer) is in between, and migrations need a session of their own. Set DATABASE_URL_UNPOOLED to the database itself.",
  );
