import pg from "pg";
import { DataSource } from "typeorm";
import { history } from "../../migrations/history.js";
import type { DatabaseConfig } from "../config.js";
import { entities } from "../entities/entities.js";
import { connectionSettings } from "./connectionSettings.js";
import { embeddedDriver } from "./embeddedDriver.js";
import { SnakeCaseNames } from "./SnakeCaseNames.js";
import { type Log, SqlLogger } from "./SqlLogger.js";
import { SteadyClient } from "./SteadyClient.js";

const IDLE_TIMEOUT_MS = 30_000;

/** A data source that can know its metadata before it connects. */
export class DescribedDataSource extends DataSource {
  /** Reads the entities' decorators into metadata. */
  describe(): Promise<void> {
    return this.buildMetadatas();
  }
}

/** The data source of these settings; an embedded one may start from a dumped data folder. It connects to nothing until it is initialized. */
export function createDataSource(config: DatabaseConfig, log: Log, data?: Blob): DescribedDataSource {
  const { extra, ...connection } = config.url === undefined ? { extra: {} } : connectionSettings(config.url);
  return new DescribedDataSource({
    type: "postgres",
    ...connection,
    driver: config.url === undefined ? embeddedDriver(config.directory, data) : pg,
    poolSize: config.poolSize,
    applicationName: "novadraw-api",
    extra: { Client: SteadyClient, keepAlive: true, idleTimeoutMillis: IDLE_TIMEOUT_MS, ...extra },
    poolErrorHandler: (error: Error & { code?: string }) =>
      log.warn(`A connection to the database ended: ${error.code ?? error.name}`),
    entities,
    migrations: [...history],
    migrationsTableName: "migrations",
    // One transaction a migration: some may have none, and TypeORM's own command runs them too.
    migrationsTransactionMode: "each",
    namingStrategy: new SnakeCaseNames(),
    // gen_random_uuid() is built into PostgreSQL 13 and later; naming pgcrypto is how TypeORM is told to use it.
    uuidExtension: "pgcrypto",
    installExtensions: false,
    logging: ["query", "error", "schema", "migration"],
    logger: new SqlLogger(log, config.isSqlEchoed),
  });
}
