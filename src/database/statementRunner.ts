import type pg from "pg";
import type { DataSource } from "typeorm";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";
import { unavailable } from "../errors.js";
import { isConnectionError } from "./isConnectionError.js";

/** How many statements one connection may have prepared. */
export const MAX_PREPARED = 500;

interface ReadStatement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Runs a statement that only reads, and hands back its one row. It goes to the pool directly, past TypeORM's query
 * runner, which would log its values and costs as much again as the statement. Tried once more when the connection had died.
 * @throws ClientError UNAVAILABLE when the database cannot be asked.
 */
export function statementRunner(
  database: DataSource,
  isPreparing = true,
): (statement: ReadStatement) => Promise<readonly unknown[]> {
  return async (statement) => {
    if (!database.isInitialized) throw unavailable();
    database.logger.logQuery(statement.text);
    try {
      return await runOnce(database, statement, isPreparing).catch((error) => {
        if (isConnectionError(error)) return runOnce(database, statement, isPreparing);
        throw error;
      });
    } catch (error) {
      throw isConnectionError(error) ? unavailable() : error;
    }
  };
}

async function runOnce(
  database: DataSource,
  { name, text, values }: ReadStatement,
  isPreparing: boolean,
): Promise<readonly unknown[]> {
  const pool = (database.driver as PostgresDriver).master as pg.Pool;
  const client = await pool.connect();
  try {
    const { rows } = await client.query<unknown[]>({
      ...(isPreparing && name !== undefined && { name }),
      text,
      values: [...values],
      rowMode: "array",
    } as never);
    client.release(isPreparing && name !== undefined && isFull(client, name));
    return rows[0] ?? [];
  } catch (error) {
    client.release(isConnectionError(error));
    throw error;
  }
}

const preparedBy = new WeakMap<pg.PoolClient, Set<string>>();

/** Whether the connection has prepared as many statements as it may. It is then replaced: PostgreSQL keeps each until the end. */
function isFull(client: pg.PoolClient, name: string): boolean {
  const prepared = preparedBy.get(client) ?? new Set();
  preparedBy.set(client, prepared.add(name));
  return prepared.size >= MAX_PREPARED;
}
