import type { DataSource } from "typeorm";
import { DataMigration } from "./DataMigration.js";
import { readHistory, type State } from "./history.js";
import type { Report } from "./Report.js";
import { unlistedMigrations } from "./unlistedMigrations.js";

const MEANINGS: Record<State, string> = {
  applied: "",
  pending: "to be run by migrate",
  "out of order": "to be run by migrate, though a later one has been applied",
  edited: "its file is another than the one that was applied: restore it",
  missing: "applied, but this build does not have it: deploy the build that does, before migrating",
};

/** Lists applied and other migrations. It writes nothing. */
export async function status(database: DataSource): Promise<Report> {
  const history = await readHistory(database);
  const rows = await rowsDone(database);
  const lines = history.map(({ name, state, appliedAt, migration }) =>
    [
      state.padEnd(12),
      name,
      appliedAt?.toISOString() ?? MEANINGS[state],
      migration instanceof DataMigration ? `a data migration, ${rows.get(name) ?? 0} rows done` : "",
    ]
      .join("  ")
      .trimEnd(),
  );
  const count = (state: State) => history.filter((known) => known.state === state).length;
  const others = history.length - count("applied");
  const unlisted = unlistedMigrations();
  return {
    isGood: others === 0 && unlisted.length === 0,
    lines: [
      ...lines,
      ...unlisted.map((file) => `not listed    ${file}  add its class to migrations/history.ts`),
      others === 0 ? "All are applied." : `${count("applied")} applied, ${others} not.`,
    ],
    details: {
      ...(unlisted.length > 0 && { unlisted }),
      migrations: history.map(({ name, state, appliedAt }) => ({ name, state, appliedAt, rowsDone: rows.get(name) })),
    },
  };
}

/** How many rows each data migration has walked through. */
async function rowsDone(database: DataSource): Promise<ReadonlyMap<string, number>> {
  const [table] = await database.query<{ isThere: boolean }[]>(
    `SELECT to_regclass('migration_positions') IS NOT NULL AS "isThere"`,
  );
  if (!table?.isThere) return new Map();
  const positions = await database.query<{ name: string; rows: string }[]>("SELECT name, rows FROM migration_positions");
  return new Map(positions.map(({ name, rows }) => [name, Number(rows)]));
}
