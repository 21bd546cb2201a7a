import type { DataSource, EntityManager, MigrationInterface } from "typeorm";
import { nameOf } from "#engine/database";
import { checksumOf } from "./checksumOf.js";
import { OperationError } from "./OperationError.js";

/** The database's record of one migration. */
export interface Applied {
  readonly id: number;
  readonly name: string;
  /** Absent where TypeORM's own command ran it, or ran it again. */
  readonly checksum: string | null;
  readonly applied_at: Date | null;
  /** Whether its tables were there before, made by the Python service. */
  readonly is_adopted: boolean;
}

/** What runs statements: a connection, or the pool. */
export type SqlSession = Pick<EntityManager, "query">;

/** The tables that record migrations. They are ours, and no migration makes them. */
export const RECORD_TABLES = ["migrations", "migration_checksums", "migration_positions"] as const;

/** The moment that a migration's name ends with. */
export const timestampOf = (name: string): number => Number(name.slice(-13));

/**
 * The applied migrations, in their order. It reads the current schema alone: another one on the search path may have a table of that name
 * too. It writes nothing. @throws OperationError when the table "migrations" is somebody else's.
 */
export async function readApplied(session: SqlSession): Promise<Applied[]> {
  const columns = await columnsOf(session, "migrations");
  if (columns.length === 0) return [];
  if (!["id", "timestamp", "name"].every((name) => columns.includes(name))) throw await foreignTable(session);
  if ((await columnsOf(session, "migration_checksums")).length === 0)
    return session.query<Applied[]>(
      "SELECT id, name, NULL AS checksum, NULL AS applied_at, false AS is_adopted FROM migrations ORDER BY id",
    );
  // A checksum of another run of the same migration says nothing. Older builds kept neither column, so they are read as JSON.
  return session.query<Applied[]>(`
    SELECT id, migrations.name, checksum, applied_at, coalesce(is_adopted, false) AS is_adopted FROM migrations LEFT JOIN (
      SELECT name, checksum, applied_at, (to_jsonb(one) ->> 'is_adopted')::boolean AS is_adopted,
        (to_jsonb(one) ->> 'migration_id')::int AS migration_id FROM migration_checksums AS one
    ) AS kept ON kept.name = migrations.name AND coalesce(migration_id, id) = id
    ORDER BY id`);
}

/** Makes the tables that record applied migrations: TypeORM's own, and ours with the checksums. */
export async function makeRecord(session: SqlSession): Promise<void> {
  await session.query(
    "CREATE TABLE IF NOT EXISTS migrations (id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL)",
  );
  await session.query(
    "CREATE TABLE IF NOT EXISTS migration_checksums (name varchar PRIMARY KEY, checksum varchar(64) NOT NULL, applied_at timestamptz DEFAULT now())",
  );
  const columns = await columnsOf(session, "migration_checksums");
  for (const [name, type] of Object.entries({ migration_id: "integer", is_adopted: "boolean" }))
    if (!columns.includes(name)) await session.query(`ALTER TABLE migration_checksums ADD COLUMN ${name} ${type}`);
}

/** Records that a migration was applied, or that what it makes was adopted. */
export async function recordApplied(
  database: DataSource,
  session: SqlSession,
  migration: MigrationInterface,
  isAdopted = false,
): Promise<void> {
  const name = nameOf(migration);
  await session.query("INSERT INTO migrations (timestamp, name) VALUES ($1, $2)", [timestampOf(name), name]);
  await recordChecksum(database, session, migration, { appliedAt: "now()", isAdopted });
}

/** Records the checksum of a migration as this build has it, so that a later edit is noticed. */
export async function recordChecksum(
  database: DataSource,
  session: SqlSession,
  migration: MigrationInterface,
  { appliedAt, isAdopted }: { appliedAt: "now()" | "NULL" | "kept.applied_at"; isAdopted: boolean },
): Promise<void> {
  await session.query(
    `INSERT INTO migration_checksums AS kept (name, checksum, applied_at, migration_id, is_adopted)
      SELECT name, $2::varchar, ${appliedAt === "now()" ? "now()" : "NULL"}, max(id), $3::boolean FROM migrations WHERE name = $1 GROUP BY name
      ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, applied_at = ${appliedAt},
        migration_id = excluded.migration_id, is_adopted = excluded.is_adopted`,
    [nameOf(migration), await checksumOf(database, migration), isAdopted],
  );
}

/** Deletes the record of a migration. Its objects stay. */
export async function deleteRecord(session: SqlSession, name: string): Promise<void> {
  await session.query("DELETE FROM migrations WHERE name = $1", [name]);
  await session.query("DELETE FROM migration_checksums WHERE name = $1", [name]);
}

async function columnsOf(session: SqlSession, table: string): Promise<string[]> {
  const rows = await session.query<{ name: string }[]>(
    "SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass(format('%I.%I', current_schema(), $1::text)) AND attnum > 0 AND NOT attisdropped",
    [table],
  );
  return rows.map(({ name }) => name);
}

async function foreignTable(session: SqlSession): Promise<OperationError> {
  const [row] = await session.query<{ schema: string }[]>("SELECT current_schema() AS schema");
  return new OperationError(
    `The table "migrations" in the schema "${row?.schema}" belongs to another program. Give this service a schema of its own: CREATE SCHEMA novadraw, and ?options=-c%20search_path%3Dnovadraw in DATABASE_URL.`,
  );
}
