import type { DataSource } from "typeorm";
import type { Gate } from "../gate/Gate.js";
import { lookupRunner } from "./lookupRunner.js";

const KEPT = `SELECT relname AS "table" FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
  WHERE tgname = 'touch_updated_at' AND tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace`;

/** The tables whose entity has updatedAt, and that have no trigger which works to keep it. */
export async function missingTriggers(database: DataSource, gate?: Pick<Gate, "lookUp">): Promise<string[]> {
  const tables = database.entityMetadatas
    .filter((entity) => entity.findColumnWithPropertyName("updatedAt"))
    .map(({ tableName }) => tableName);
  const kept = await lookupRunner(database, gate)((manager) => manager.query<{ table: string }[]>(KEPT));
  const names = new Set(kept.map(({ table }) => table));
  return tables.filter((table) => !names.has(table));
}
