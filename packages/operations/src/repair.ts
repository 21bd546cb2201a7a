import type { DataSource } from "typeorm";
import { deleteRecord, makeRecord, recordChecksum, type SqlSession } from "./appliedMigrations.js";
import { isNamed, type Known, readHistory } from "./history.js";
import { OperationError } from "./OperationError.js";
import type { Progress, Report } from "./Report.js";
import { inTransaction } from "./underLock.js";

interface Mending {
  readonly name: string;
  readonly what: string;
  readonly run: (database: DataSource, session: SqlSession) => Promise<void>;
}

/**
 * Lists what it would mend in the record of applied migrations, of all or of the named one; with isSure it mends it, in one transaction.
 * Only the record changes, never the schema: check says whether the two agree. @throws OperationError for a name that needs no repair.
 */
export async function repair(
  database: DataSource,
  say: Progress,
  { name, isSure }: { readonly name?: string | undefined; readonly isSure: boolean },
): Promise<Report> {
  const needed = (await mendings(database, database)).filter((one) => name === undefined || isNamed(one.name, name));
  if (name !== undefined && needed.length === 0)
    throw new OperationError(`There is nothing to mend about ${name}. npm run db -- status lists the migrations.`);
  const lines = needed.map(({ name: migration, what }) => `${migration}: ${what}`);
  const details = { mendings: needed.map(({ name: migration, what }) => ({ name: migration, what })) };
  if (needed.length === 0)
    return { isGood: true, lines: ["There is nothing to mend."], details: { ...details, mended: false } };
  if (!isSure)
    return {
      isGood: false,
      lines: [...lines, "Nothing was changed. Add --yes to mend this, or name one migration and add --yes."],
      details: { ...details, mended: false },
    };
  await inTransaction(database, say, async ({ manager }) => {
    await makeRecord(manager);
    for (const { run } of needed) await run(database, manager);
  });
  return {
    isGood: true,
    lines: [...lines, "Mended. Run npm run db -- check, which tells whether the schema agrees."],
    details: { ...details, mended: true },
  };
}

async function mendings(database: DataSource, session: SqlSession): Promise<Mending[]> {
  const history = await readHistory(database, session);
  return [...history.flatMap(ofHistory), ...(await strays(session, history))];
}

function ofHistory({ name, state, migration, hasChecksum, isAdopted, appliedAt }: Known): Mending[] {
  const record = (what: string): Mending => ({
    name,
    what,
    run: async (database, session) => {
      if (migration)
        await recordChecksum(database, session, migration, { appliedAt: appliedAt ? "kept.applied_at" : "NULL", isAdopted });
    },
  });
  if (state === "edited")
    return [record("edited since it was applied; its file, as it is now, would count as what was applied")];
  if (state === "missing")
    return [
      {
        name,
        what: "applied, and this build does not have it; the database would forget it, and what it made would stay",
        run: (_database, session) => deleteRecord(session, name),
      },
    ];
  return state === "applied" && !hasChecksum
    ? [record("applied by TypeORM's own command; the checksum of its file would be recorded")]
    : [];
}

/** Checksums of migrations that are no longer applied, and duplicate records. */
async function strays(session: SqlSession, history: readonly Known[]): Promise<Mending[]> {
  if (!history.some(({ hasChecksum }) => hasChecksum)) return [];
  const rows = await session.query<{ name: string; times: number }[]>(
    `SELECT name, 0 AS times FROM migration_checksums WHERE name NOT IN (SELECT name FROM migrations)
      UNION ALL SELECT name, count(*)::int FROM migrations GROUP BY name HAVING count(*) > 1`,
  );
  return rows.map(({ name, times }) =>
    times === 0
      ? {
          name,
          what: "not applied, with a checksum left from before it was undone; that would be deleted",
          run: async (_database, other) => {
            await other.query("DELETE FROM migration_checksums WHERE name = $1", [name]);
          },
        }
      : {
          name,
          what: `recorded ${times} times; the first record would stay`,
          run: async (_database, other) => {
            await other.query(
              "DELETE FROM migrations AS one USING migrations AS first WHERE one.name = $1 AND first.name = one.name AND first.id < one.id",
              [name],
            );
            await other.query("UPDATE migration_checksums SET migration_id = NULL WHERE name = $1", [name]);
          },
        },
  );
}
