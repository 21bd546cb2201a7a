import type { DataSource, MigrationInterface, QueryRunner } from "typeorm";
import { nameOf } from "#engine/database";
import { DataMigration } from "./DataMigration.js";
import { OperationError } from "./OperationError.js";

/** Methods that would run something at once, although only the SQL is wanted. */
const RUNS = ["connect", "stream", "manager", "release"];
const CONNECTION_RUNS = [
  "query",
  "sql",
  "manager",
  "transaction",
  "createQueryRunner",
  "createQueryBuilder",
  "getRepository",
  "runMigrations",
];

/**
 * The statements that a migration would run, in order. None is run. A data migration has one, which it would run for each batch.
 * @throws OperationError when the migration reads rows, or runs statements past its runner.
 */
export async function recordSql(
  database: DataSource,
  migration: MigrationInterface,
  direction: "up" | "down",
): Promise<readonly string[]> {
  if (migration instanceof DataMigration) return direction === "up" ? [migration.describe()] : [];
  const statements: string[] = [];
  // A migration may catch the refusal, so it is kept.
  let refused: OperationError | undefined;
  const refuse = (): never => {
    refused = refusalOf(nameOf(migration), direction);
    throw refused;
  };
  const recorder = recorderOf(database, statements, refuse);
  await migration[direction](recorder).catch((error: unknown) => {
    throw refused ?? error;
  });
  if (refused) throw refused;
  return statements;
}

/** A runner that records the statements. Its results may be awaited, but not read. */
function recorderOf(database: DataSource, statements: string[], refuse: () => never): QueryRunner {
  const recorder = database.createQueryRunner();
  const unread = () => new Proxy([], { get: (_, key) => (key === "then" ? undefined : refuse()) });
  recorder.query = async (sql: string) => {
    statements.push(sql);
    return unread() as never;
  };
  const connection = new Proxy(database, {
    get: (target, key) => (CONNECTION_RUNS.includes(String(key)) ? refuse() : Reflect.get(target, key)),
  });
  return new Proxy(recorder, {
    get(target, key) {
      if (RUNS.includes(String(key))) return refuse();
      return key === "connection" || key === "dataSource" ? connection : Reflect.get(target, key);
    },
  });
}

const refusalOf = (name: string, direction: string) =>
  new OperationError(
    `${name}, ${direction}: a schema migration may only run statements by runner.query, and not look at rows, so that its SQL is the same ` +
      "on every database. Write what depends on rows as a data migration: docs/migrations.md shows one.",
  );
