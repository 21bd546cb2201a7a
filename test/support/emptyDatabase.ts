import { randomBytes } from "node:crypto";
import pg from "pg";
import { administer, urlOf } from "./template.js";

export interface EmptyDatabase {
  readonly url: string;
  readonly query: <Row extends pg.QueryResultRow>(sql: string, values?: unknown[]) => Promise<Row[]>;
  /** A session of its own, which the caller ends. */
  readonly connect: () => Promise<pg.Client>;
  readonly drop: () => Promise<void>;
}

/**
 * A database on the test server that nobody has migrated. Its mark tells operators' commands that nobody can miss its rows; one
 * without the mark is treated as anybody's.
 */
export async function emptyDatabase({ isMarked = true, encoding = "UTF8" } = {}): Promise<EmptyDatabase> {
  const name = `novadraw_test_${randomBytes(6).toString("hex")}`;
  const locale = encoding === "UTF8" ? "" : " LOCALE 'C'";
  await administer(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING '${encoding}'${locale}`);
  if (isMarked) await administer(`COMMENT ON DATABASE ${name} IS 'made by a test'`);
  const url = urlOf(name);
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on("error", () => undefined);
  return {
    url,
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    connect: async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    },
    drop: async () => {
      await pool.end();
      await administer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
