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

/**
 * Runs a named statement that only reads, and hands back its one row. It goes to the pool directly, past TypeORM's query
 * runner, which would log its values and costs as much again as the statement. Tried once more when the connection had died.
 * @throws ClientError UNAVAILABLE when the database cannot be asked.
 */
export function statementRunner(database: DataSource): (statement: ReadStatement) => Promise<readonly unknown[]> {
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

async function runOnce(database: DataSource, { name, text, values }: ReadStatement): Promise<readonly unknown[]> {
  const pool = (database.driver as PostgresDriver).master as pg.Pool;
  const { rows } = await pool.query<unknown[]>({ name, text, values: [...values], rowMode: "array" } as never);
  return rows[0] ?? [];
}
