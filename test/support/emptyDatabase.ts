import { randomBytes } from "node:crypto";
import pg from "pg";
import { administer, template, urlOf } from "./template.js";

export interface EmptyDatabase {
  readonly url: string;
  readonly query: <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;
  /** A session of its own, which the caller ends. */
  readonly connect: () => Promise<pg.Client>;
  readonly disconnect: () => Promise<void>;
  readonly drop: () => Promise<void>;
}

/**
 * A database on the test server that nobody has migrated. Its mark tells operators' commands that nobody can miss its rows; one
 * without the mark is treated as anybody's.
 * @param like what it is a copy of, with its rows.
 */
export async function emptyDatabase({ isMarked = true, encoding = "UTF8", like = "template0" } = {}): Promise<EmptyDatabase> {
  const name = `novadraw_test_${randomBytes(6).toString("hex")}`;
  const locale = encoding === "UTF8" ? "" : " LOCALE 'C'";
  await administer(`CREATE DATABASE ${name} TEMPLATE ${like} ENCODING '${encoding}'${locale}`);
  if (isMarked) await administer(`COMMENT ON DATABASE ${name} IS 'made by a test'`);
  const url = urlOf(name);
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on("error", () => undefined);
  const disconnect = async () => {
    if (!pool.ended) await pool.end();
  };
  return {
    url,
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    connect: async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    },
    disconnect,
    drop: async () => {
      await disconnect();
      await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** A database on the test server that has been migrated. */
export const migratedDatabase = ({ isMarked = true } = {}): Promise<EmptyDatabase> =>
  emptyDatabase({ isMarked, like: template() });

/** A database that others are copies of. */
export interface Original {
  readonly copy: () => Promise<EmptyDatabase>;
  readonly drop: () => Promise<void>;
}

/** Makes a database once, for tests that each want one like it: a copy takes less than its migrations. */
export async function originalOf(
  fill: (database: EmptyDatabase) => Promise<unknown>,
  options: { isMarked?: boolean; like?: Original } = {},
): Promise<Original> {
  const { isMarked, like } = options;
  const original = like ? await like.copy() : await emptyDatabase({ isMarked });
  await fill(original);
  await original.disconnect();
  const name = new URL(original.url).pathname.slice(1);
  return { copy: () => emptyDatabase({ isMarked, like: name }), drop: original.drop };
}
