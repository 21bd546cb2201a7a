import type pg from "pg";
import type { DataSource } from "typeorm";
import type { Gate } from "../gate/Gate.js";
import type { Turn } from "../gate/Turn.js";
import { Connections } from "./Connections.js";
import { Lent } from "./Lent.js";
import { missingRights } from "./missingRights.js";
import { missingTriggers } from "./missingTriggers.js";
import { nameOf } from "./nameOf.js";
import { sqlStateOf } from "./sqlStateOf.js";
import { sqlStates } from "./sqlStates.js";

/**
 * Why the database cannot serve: it does not answer, takes no writes, lacks a migration of this build or a right of the role, or does not
 * keep an updated_at. Undefined when it can. It writes nothing.
 */
export async function whyNotReady(database: DataSource, gate?: Pick<Gate, "lookUp">): Promise<string | undefined> {
  let failure: unknown;
  // A client's message hides the cause of a failure.
  const note = (error: unknown): never => {
    failure = error;
    throw error;
  };
  try {
    const run = (turn?: Turn) =>
      Connections.of(database).use({
        lend: (pool) => Lent.client(pool).catch(note),
        work: ({ client }) => judge(database, client).catch(note),
        turn,
      });
    const reason = await (gate ? gate.lookUp(run) : run());
    if (reason !== undefined) return reason;
    const [table] = await missingTriggers(database, gate).catch(note);
    return table && withoutTrigger(table);
  } catch {
    return explain(failure, Connections.of(database).pool.total > 0);
  }
}

async function judge(database: DataSource, client: pg.ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ readOnly: boolean }>(
    `SELECT current_setting('transaction_read_only') = 'on' AS "readOnly"`,
  );
  if (rows[0]?.readOnly) return READ_ONLY;
  const { serving } = await missingRights(
    client,
    database.entityMetadatas.map(({ tableName }) => tableName),
  );
  if (serving.length > 0) return `The role of DATABASE_URL lacks ${serving.join("; ")}. ${GRANTS}`;
  const pending = await pendingMigrations(database, client);
  return pending.length > 0 ? `Migrations are pending: ${pending.join(", ")}.` : undefined;
}

/** The names of the migrations that the database lacks, oldest first. */
async function pendingMigrations(database: DataSource, client: pg.ClientBase): Promise<string[]> {
  const applied = await client
    .query<{ name: string }>(`SELECT name FROM ${database.options.migrationsTableName}`)
    .catch((error: unknown) => {
      if (sqlStateOf(error) === sqlStates.undefinedTable) return { rows: [] }; // It was never migrated.
      throw error;
    });
  const names = new Set(applied.rows.map(({ name }) => name));
  return database.migrations.map(nameOf).filter((name) => !names.has(name));
}

const READ_ONLY =
  "The database is read-only: it is a standby, or default_transaction_read_only is on. Connect to the primary, or turn that off.";
const GRANTS = "docs/deployment.md has the GRANTs for it.";

/** @param isServing whether there are connections, which serve though no other can be made. */
function explain(failure: unknown, isServing: boolean): string | undefined {
  switch (sqlStateOf(failure)) {
    case sqlStates.insufficientPrivilege:
      return `The role of DATABASE_URL lacks a right. ${GRANTS}`;
    case sqlStates.tooManyConnections:
      return isServing ? undefined : "The server of the database has no connection left.";
    default:
      return "The database cannot be reached.";
  }
}

const withoutTrigger = (table: string) =>
  `Table ${table} has updated_at and no trigger that keeps it. Write one by npm run db -- generate, and migrate.`;
