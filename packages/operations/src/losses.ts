import type { SqlSession } from "./appliedMigrations.js";
import { type Dropped, readDropped } from "./readDropped.js";

/** A loss in words, with the number of rows or values. */
export interface Loss {
  readonly what: string;
  readonly rows: number;
}

/** Counting more than this takes long, so PostgreSQL's estimate has to do. */
const COUNTED_ROWS = 5_000_000;

/**
 * The tables, columns and rows that the database would lose by these statements. A table that the statements make themselves is not there
 * yet, so it is no loss. Names are looked up in the current schema.
 */
export async function lossesOf(session: SqlSession, statements: readonly string[]): Promise<Loss[]> {
  const losses = new Map<string, Loss>();
  for (const dropped of await readDropped(statements)) {
    const loss = await lossOf(session, dropped);
    if (loss) losses.set(loss.what, loss);
  }
  return [...losses.values()];
}

/** A table that would be dropped; undefined when it is not there. */
export const lossOfTable = (session: SqlSession, table: string): Promise<Loss | undefined> =>
  lossOf(session, { kind: "table", table });

async function lossOf(session: SqlSession, dropped: Dropped): Promise<Loss | undefined> {
  if (dropped.kind === "unknown") return { what: dropped.what, rows: Number.POSITIVE_INFINITY };
  const { schema, table } = dropped;
  const [found] = await session.query<{ table: string; guess: number; has: boolean }[]>(
    `SELECT format('%I.%I', nspname, relname) AS "table", reltuples::float8 AS guess,
        EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = $3 AND NOT attisdropped) AS has
      FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = coalesce($1, current_schema()) AND relname = $2 AND relkind IN ('r', 'p', 'm', 'f')`,
    [schema ?? null, table, dropped.kind === "column" ? dropped.column : null],
  );
  if (!found) return undefined;
  const isGuessed = found.guess > COUNTED_ROWS;
  const count = async (what: string) =>
    Number((await session.query<{ rows: string }[]>(`SELECT count(${what}) AS rows FROM ${found.table}`))[0]?.rows);
  const told = (rows: number, noun: string) => `${isGuessed ? "about " : ""}${rows} ${rows === 1 ? noun : `${noun}s`}`;
  if (dropped.kind === "column") {
    if (!found.has) return undefined;
    const rows = isGuessed ? found.guess : await count(`"${dropped.column.replaceAll('"', '""')}"`);
    const which = `the column ${table}.${dropped.column}`;
    const what = `${dropped.isConverted ? `what the values of ${which} said before they are converted:` : `${which}, with`} ${told(rows, "value")}`;
    return { what, rows };
  }
  const rows = isGuessed ? found.guess : await count("*");
  const which = dropped.kind === "table" ? `the table ${table}, with` : `rows of the table ${table}, which has`;
  return { what: `${which} ${told(rows, "row")}`, rows };
}
