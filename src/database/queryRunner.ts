import type pg from "pg";
import type { DataSource } from "typeorm";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";
import { unavailable } from "../errors.js";
import { isConnectionError } from "./isConnectionError.js";

interface Query {
  readonly text: string;
  readonly values: unknown[];
}

/**
 * Runs a statement by itself, past TypeORM, and hands back pg's result.
 * @throws ClientError UNAVAILABLE when the database cannot be asked.
 */
export function queryRunner(database: DataSource): (query: Query) => Promise<{ rows: unknown[] }> {
  return async ({ text, values }) => {
    if (!database.isInitialized) throw unavailable();
    const pool = (database.driver as PostgresDriver).master as pg.Pool;
    return pool.query(text, values).catch((error: unknown) => {
      throw isConnectionError(error) ? unavailable() : error;
    });
  };
}
