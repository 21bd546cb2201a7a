import type { DataSource, QueryRunner } from "typeorm";
import { sqlStateOf, sqlStates } from "#engine/database";
import { RECORD_TABLES } from "./appliedMigrations.js";
import { type CatalogueEntry, readCatalogue } from "./catalogue.js";
import { readHistory } from "./history.js";
import { OperationError } from "./OperationError.js";
import { runMigration } from "./runMigration.js";
import { withScratch } from "./withScratch.js";

export interface Objects {
  /** The objects of the applied migrations, and the tables that record them. */
  readonly own: readonly CatalogueEntry[];
  /** Foreign objects with a name that a migration needs. */
  readonly inTheWay: readonly string[];
  /** All other objects of the schema. */
  readonly foreign: readonly string[];
}

/** In the order in which they can be dropped. */
const KINDS = ["view", "materialized view", "table", "sequence", "function", "type"] as const;
const isObject = ({ kind }: CatalogueEntry) => (KINDS as readonly string[]).includes(kind);

/**
 * Separates our objects of the current schema from all others. Ours are those of migrations that are recorded as applied here; a table
 * that only has the name of one of ours is somebody else's.
 */
export async function ownObjects(database: DataSource): Promise<Objects> {
  const history = await readHistory(database);
  const { made, wanted } = await withScratch(database, async (scratch) => {
    const isApplied = (state: string) => state === "applied" || state === "edited";
    for (const { state, migration } of history) if (migration && isApplied(state)) await runMigration(scratch, migration, "up");
    const applied = await readCatalogue(scratch.manager);
    for (const { state, migration } of history)
      if (migration && !isApplied(state)) await runMigration(scratch, migration, "up");
    return { made: applied, wanted: await readCatalogue(scratch.manager) };
  });
  const there = [...(await readCatalogue(database.manager))].filter(([, entry]) => isObject(entry));
  const relations = new Set([...wanted.values()].filter(isObject).map(({ kind, name }) => `${sortOf(kind)} ${name}`));
  const others = there.filter(([key]) => !made.has(key)).map(([, entry]) => entry);
  const record = await database.query<{ name: string }[]>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = ANY ($1) AND relkind = 'r'",
    [history.some(({ appliedAt, state }) => appliedAt || isRecorded(state)) ? RECORD_TABLES : []],
  );
  return {
    own: [
      ...there.filter(([key]) => made.has(key)).map(([, entry]) => entry),
      ...record.map(({ name }): CatalogueEntry => ({ kind: "table", table: name, name, definition: "" })),
    ],
    inTheWay: others.filter(({ kind, name }) => relations.has(`${sortOf(kind)} ${name}`)).map(describe),
    foreign: others.map(describe),
  };
}

const isRecorded = (state: string) => state === "applied" || state === "edited" || state === "missing";
/** Tables, views and sequences share their names. */
const sortOf = (kind: string) => (kind === "function" || kind === "type" ? kind : "relation");
const describe = ({ kind, name }: CatalogueEntry) => `${kind} ${name}`;

/** Drops these. @throws OperationError when something of somebody else depends on one. */
export async function dropOwn(runner: QueryRunner, own: readonly CatalogueEntry[]): Promise<void> {
  try {
    for (const kind of KINDS) {
      const names = own.filter((entry) => entry.kind === kind).map(({ name }) => nameIn(kind, name));
      // All in one statement, since tables of ours refer to each other.
      if (names.length > 0) await runner.query(`DROP ${kind.toUpperCase()} ${names.join(", ")}`);
    }
  } catch (error) {
    if (sqlStateOf(error) !== sqlStates.dependentObjects) throw error;
    const { detail = "" } = (error as { driverError?: { detail?: string } }).driverError ?? {};
    throw new OperationError(
      `Others depend on what would be dropped, so nothing was dropped. Move or drop them yourself first:\n${detail.replace(/^/gm, "  ")}`,
    );
  }
}

/** A function's name has its arguments. */
const nameIn = (kind: string, name: string) =>
  kind === "function" ? name.replace(/^[^(]*/, (word) => quoted(word)) : quoted(name);
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
