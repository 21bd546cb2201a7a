import type pg from "pg";
import type { DataSource } from "typeorm";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";
import { unavailable } from "../errors.js";
import { isConnectionError } from "./isConnectionError.js";

interface ReadStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

const AS_TEXT = { getTypeParser: () => (value: string) => value };

/**
 * Runs a named statement that only reads, and hands back its one row as PostgreSQL's text, unparsed. It goes to the pool
 * directly: TypeORM's query runner would parse what is sent on as it is. Tried once more when the connection had died.
 * @throws ClientError UNAVAILABLE when the database cannot be asked.
 */
export function statementRunner(database: DataSource): (statement: ReadStatement) => Promise<readonly (string | null)[]> {
  return async (statement) => {
    if (!database.isInitialized) throw unavailable();
    database.logger.logQuery(statement.text);
    try {
      return await runOnce(database, statement).catch((error) => {
        if (isConnectionError(error)) return runOnce(database, statement);
        throw error;
      });
    } catch (error) {
      throw isConnectionError(error) ? unavailable() : error;
    }
  };
}

async function runOnce(database: DataSource, { name, text, values }: ReadStatement): Promise<readonly (string | null)[]> {
  const pool = (database.driver as PostgresDriver).master as pg.Pool;
  const { rows } = await pool.query<(string | null)[]>({ name, text, values: [...values], rowMode: "array", types: AS_TEXT } as never);
  return rows[0] ?? [];
}
