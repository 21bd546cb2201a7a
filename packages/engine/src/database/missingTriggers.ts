import type { DataSource } from "typeorm";
import type { Gate } from "../gate/Gate.js";
import type { Turn } from "../gate/Turn.js";
import { Connections } from "./Connections.js";
import { Lent } from "./Lent.js";

const KEPT = `SELECT relname AS "table" FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
  WHERE tgname = 'touch_updated_at' AND tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace`;

/** The tables whose entity has updatedAt, and that have no working trigger to keep it. */
export async function missingTriggers(database: DataSource, gate?: Pick<Gate, "lookUp">): Promise<string[]> {
  const tables = database.entityMetadatas
    .filter((entity) => entity.findColumnWithPropertyName("updatedAt"))
    .map(({ tableName }) => tableName);
  const read = (turn?: Turn) =>
    Connections.of(database).use({
      lend: Lent.client,
      work: ({ client }) => client.query<{ table: string }>(KEPT),
      isRepeatable: true,
      turn,
    });
  const { rows } = await (gate ? gate.lookUp(read) : read());
  const names = new Set(rows.map(({ table }) => table));
  return tables.filter((table) => !names.has(table));
}
