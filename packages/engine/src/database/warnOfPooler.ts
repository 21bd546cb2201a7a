import pg from "pg";
import type { DataSource } from "typeorm";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";
import { PREPARES_NOTHING, preparesNothing } from "./preparesNothing.js";
import type { Log } from "./SqlLogger.js";

/** Warns at the start where reads would fail later, behind a pooler that mixes up prepared statements. */
export async function warnOfPooler(database: DataSource, log: Log): Promise<void> {
  const { options } = (database.driver as PostgresDriver).master as pg.Pool;
  const clients = [new pg.Client(options), new pg.Client(options)] as const;
  for (const client of clients) client.on("error", () => undefined);
  try {
    for (const client of clients) await client.connect();
    if (await preparesNothing(...clients)) log.warn(PREPARES_NOTHING);
  } catch {
    // The users of the connections report all other failures.
  } finally {
    for (const client of clients) void client.end().catch(() => undefined);
  }
}
