import type { DataSource, MigrationInterface } from "typeorm";
import { nameOf } from "#engine/database";
import { readApplied, recordChecksum, type SqlSession, timestampOf } from "./appliedMigrations.js";
import { checksumOf } from "./checksumOf.js";
import { OperationError } from "./OperationError.js";

export type State = "applied" | "pending" | "out of order" | "edited" | "missing";

/** A migration, of this build or of the database. */
export interface Known {
  readonly name: string;
  readonly state: State;
  /** When it was applied; null where TypeORM's own command did it. */
  readonly appliedAt: Date | null;
  /** Whether an adoption took over its tables. */
  readonly isAdopted: boolean;
  /** Whether the database has a checksum of the SQL that was run. */
  readonly hasChecksum: boolean;
  /** Absent when only the database has it. */
  readonly migration?: MigrationInterface;
}

/** All migrations, oldest first: those of this build, and those that the database records as applied. It writes nothing. */
export async function readHistory(database: DataSource, session: SqlSession = database): Promise<Known[]> {
  // Of a migration that is recorded twice, the first record counts.
  const applied = new Map((await readApplied(session)).reverse().map((row) => [row.name, row]));
  const latest = Math.max(0, ...[...applied.keys()].map(timestampOf));
  const ours: Known[] = [];
  for (const migration of database.migrations) {
    const name = nameOf(migration);
    const row = applied.get(name);
    const state = !row
      ? timestampOf(name) < latest
        ? "out of order"
        : "pending"
      : row.checksum !== null && !(await isOf(database, migration, row.checksum))
        ? "edited"
        : "applied";
    const isAdopted = row?.is_adopted ?? false;
    ours.push({
      name,
      state,
      appliedAt: row?.applied_at ?? null,
      isAdopted,
      hasChecksum: typeof row?.checksum === "string",
      migration,
    });
  }
  const names = new Set(ours.map(({ name }) => name));
  const missing = [...applied.values()]
    .filter(({ name }) => !names.has(name))
    .map(
      (row): Known => ({
        name: row.name,
        state: "missing",
        appliedAt: row.applied_at,
        isAdopted: row.is_adopted,
        hasChecksum: row.checksum !== null,
      }),
    );
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

/** Migrations that only TypeORM's own command has recorded as applied. */
export const withoutChecksum = (history: readonly Known[]): Known[] =>
  history.filter(({ state, hasChecksum, migration }) => state === "applied" && !hasChecksum && migration !== undefined);

/** Records their checksums, so that a later edit is noticed. */
export async function recordChecksums(database: DataSource, session: SqlSession, history: readonly Known[]): Promise<void> {
  for (const { migration } of withoutChecksum(history))
    if (migration) await recordChecksum(database, session, migration, { appliedAt: "NULL", isAdopted: false });
}

async function isOf(database: DataSource, migration: MigrationInterface, checksum: string): Promise<boolean> {
  const { formerChecksum } = migration as { readonly formerChecksum?: string };
  return checksum === formerChecksum || checksum === (await checksumOf(database, migration));
}
