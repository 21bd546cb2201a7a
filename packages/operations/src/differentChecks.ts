import type { DataSource } from "typeorm";
import { quoted } from "./bridge.js";

const COMPARED = "novadraw_compared";

/**
 * The checks that say something else in the entities than in the database, which has run all migrations. TypeORM compares checks by their
 * names alone; here PostgreSQL reads both, and spells them its own way. Nothing stays.
 */
export async function differentChecks(scratch: DataSource): Promise<string[]> {
  const found: string[] = [];
  for (const { tableName, checks } of scratch.entityMetadatas)
    for (const { name = "", expression } of checks) {
      const table = quoted(tableName);
      const isThere = await definitionOf(scratch, name);
      if (isThere === undefined) continue;
      await scratch.query(`ALTER TABLE ${table} ADD CONSTRAINT ${COMPARED} CHECK (${expression}) NOT VALID`);
      const wanted = (await definitionOf(scratch, COMPARED))?.replace(/ NOT VALID$/, "");
      await scratch.query(`ALTER TABLE ${table} DROP CONSTRAINT ${COMPARED}`);
      if (wanted !== isThere) found.push(`constraint ${tableName}.${name}: ${isThere}, and the entity says: ${wanted}`);
    }
  return found;
}

async function definitionOf(scratch: DataSource, name: string): Promise<string | undefined> {
  const [row] = await scratch.query<{ definition: string }[]>(
    "SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = $1 AND connamespace = current_schema()::regnamespace",
    [name],
  );
  return row?.definition;
}
