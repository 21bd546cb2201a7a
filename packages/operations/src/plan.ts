import type { DataSource } from "typeorm";
import { pendingOf, readHistory } from "./history.js";
import type { Report } from "./Report.js";
import { recordSql } from "./recordSql.js";

/** The SQL that migrate would run. */
export async function plan(database: DataSource): Promise<Report> {
  const pending = pendingOf(await readHistory(database));
  const migrations = await Promise.all(
    pending.map(async ({ name, migration }) => ({ name, sql: migration ? await recordSql(database, migration, "up") : [] })),
  );
  const lines = migrations.flatMap(({ name, sql }) => [`-- ${name}`, ...sql.map((text) => `${text};`), ""]);
  return { isGood: true, lines: lines.length > 0 ? lines : ["-- Nothing is pending."], details: { migrations } };
}
