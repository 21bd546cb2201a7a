import type { DataSource, EntityManager, MigrationInterface } from "typeorm";
import { nameOf } from "../nameOf.js";
import { checksumOf } from "./checksumOf.js";
import { OperationError } from "./OperationError.js";

export type State = "applied" | "pending" | "out of order" | "edited" | "missing";

/** A migration, of this build or of the database. */
export interface Known {
  readonly name: string;
  readonly state: State;
  /** When it was applied; null where TypeORM's own command did it. */
  readonly appliedAt: Date | null;
  /** Absent when only the database has it. */
  readonly migration?: MigrationInterface;
}

interface Applied {
  readonly name: string;
  readonly checksum: string | null;
  readonly applied_at: Date | null;
}

type Session = Pick<EntityManager, "query">;

const timestampOf = (name: string): number => Number(name.slice(-13));

/** All migrations, oldest first: those of this build, and those that the database says were applied. It writes nothing. */
export async function readHistory(database: DataSource, session: Session = database): Promise<Known[]> {
  const applied = new Map((await readApplied(session)).map((row) => [row.name, row]));
  const latest = Math.max(0, ...[...applied.keys()].map(timestampOf));
  const ours = await Promise.all(
    database.migrations.map(async (migration): Promise<Known> => {
      const name = nameOf(migration);
      const row = applied.get(name);
      if (!row) return { name, state: timestampOf(name) < latest ? "out of order" : "pending", appliedAt: null, migration };
      const isEdited = row.checksum !== null && row.checksum !== (await checksumOf(database, migration));
      return { name, state: isEdited ? "edited" : "applied", appliedAt: row.applied_at, migration };
    }),
  );
  const names = new Set(ours.map(({ name }) => name));
  const missing = [...applied.values()]
    .filter(({ name }) => !names.has(name))
    .map((row): Known => ({ name: row.name, state: "missing", appliedAt: row.applied_at }));
  return [...ours, ...missing].sort((one, other) => timestampOf(one.name) - timestampOf(other.name));
}

/** The migrations that are still to run, in order, up to the named one. @throws OperationError for an unknown name. */
export function pendingOf(history: readonly Known[], to?: string): Known[] {
  const end = to === undefined ? undefined : history.findIndex(({ name }) => isNamed(name, to));
  if (end === -1) throw new OperationError(`There is no migration ${to}. npm run db -- status lists them.`);
  return history
    .slice(0, end === undefined ? undefined : end + 1)
    .filter(({ state }) => state === "pending" || state === "out of order");
}

/** A migration may be named with its timestamp or without. */
export const isNamed = (name: string, given: string): boolean => name === given || name.slice(0, -13) === given;

async function readApplied(session: Session): Promise<Applied[]> {
  const [tables] = await session.query<{ names: boolean; checksums: boolean }[]>(
    "SELECT to_regclass('migrations') IS NOT NULL AS names, to_regclass('migration_checksums') IS NOT NULL AS checksums",
  );
  if (!tables?.names) return [];
  if (!tables.checksums)
    return session.query<Applied[]>("SELECT name, NULL AS checksum, NULL AS applied_at FROM migrations ORDER BY id");
  return session.query<Applied[]>(
    "SELECT name, checksum, applied_at FROM migrations LEFT JOIN migration_checksums USING (name) ORDER BY migrations.id",
  );
}

/** Makes the tables that record what was applied: TypeORM's own, and ours with the checksums. */
export async function makeMemory(session: Session): Promise<void> {
  await session.query(
    "CREATE TABLE IF NOT EXISTS migrations (id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL)",
  );
  await session.query(
    "CREATE TABLE IF NOT EXISTS migration_checksums (name varchar PRIMARY KEY, checksum varchar(64) NOT NULL, applied_at timestamptz DEFAULT now())",
  );
}

/** Records that a migration was applied. */
export async function remember(database: DataSource, session: Session, migration: MigrationInterface): Promise<void> {
  const name = nameOf(migration);
  await session.query("INSERT INTO migrations (timestamp, name) VALUES ($1, $2)", [timestampOf(name), name]);
  await rememberChecksum(database, session, migration, "now()");
}

/** Records the checksums of migrations that TypeORM's own command applied, so that a later edit is noticed. */
export async function rememberChecksums(database: DataSource, session: Session, history: readonly Known[]): Promise<void> {
  for (const { state, migration } of history)
    if (state === "applied" && migration) await rememberChecksum(database, session, migration, "NULL");
}

async function rememberChecksum(database: DataSource, session: Session, migration: MigrationInterface, when: "now()" | "NULL") {
  await session.query(
    `INSERT INTO migration_checksums (name, checksum, applied_at) VALUES ($1, $2, ${when}) ON CONFLICT (name) DO NOTHING`,
    [nameOf(migration), await checksumOf(database, migration)],
  );
}

export async function forget(session: Session, name: string): Promise<void> {
  await session.query("DELETE FROM migrations WHERE name = $1", [name]);
  await session.query("DELETE FROM migration_checksums WHERE name = $1", [name]);
}
