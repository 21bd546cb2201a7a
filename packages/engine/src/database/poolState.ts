import type pg from "pg";
import type { DataSource } from "typeorm";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";

/** How many connections there are, how many of them nobody uses, and how many requests wait for one. */
export function poolState(database: DataSource): { readonly total: number; readonly idle: number; readonly waiting: number } {
  const pool = (database.driver as PostgresDriver).master as pg.Pool | undefined;
  if (!database.isInitialized || !pool) return { total: 0, idle: 0, waiting: 0 };
  return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
}
