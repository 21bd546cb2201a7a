import type { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { DataSource } from "typeorm";
import { history } from "../migrations/history.js";
import { Connections } from "../packages/engine/src/database/Connections.js";
import { ConnectPause } from "../packages/engine/src/database/ConnectPause.js";
import { connectionSettings } from "../packages/engine/src/database/connectionSettings.js";
import { answerDeadlineMs } from "../packages/engine/src/database/deadlines.js";
import { embeddedDriver } from "../packages/engine/src/database/embeddedDriver.js";
import { SnakeCaseNames } from "../packages/engine/src/database/SnakeCaseNames.js";
import { type Log, SqlLogger } from "../packages/engine/src/database/SqlLogger.js";
import { SteadyClient, type SteadyOptions } from "../packages/engine/src/database/SteadyClient.js";
import type { DatabaseConfig } from "./config.js";
import { entities } from "./entities/entities.js";

const IDLE_TIMEOUT_MS = 30_000;
/** After how long a silence a dead network is looked for. Node's own probes follow each second, ten of them. */
const KEEP_ALIVE_MS = 5_000;

/** A data source that can know its metadata before it connects. */
export class DescribedDataSource extends DataSource {
  /** Reads the entities' decorators into metadata. */
  describe(): Promise<void> {
    return this.buildMetadatas();
  }
}

/**
 * Makes the data source for these settings. It connects only when it is initialized. An embedded one can use a server that runs
 * already.
 */
export function createDataSource(config: DatabaseConfig, log: Log, running?: PGlite): DescribedDataSource {
  const isEmbedded = config.url === undefined;
  // The embedded server is this process: it cannot fail to answer, and stops all else while it is at work.
  const timeouts = isEmbedded ? undefined : config.timeouts;
  const { extra, ...connection } = isEmbedded ? { extra: {} } : connectionSettings(String(config.url), timeouts);
  const steady: SteadyOptions = {
    answerWithinMs: timeouts && answerDeadlineMs(timeouts),
    ...(timeouts && { connectPause: new ConnectPause() }),
  };
  const database = new DescribedDataSource({
    type: "postgres",
    ...connection,
    driver: isEmbedded ? embeddedDriver(config.directory, running) : pg,
    poolSize: config.poolSize,
    applicationName: "novadraw-api",
    extra: {
      Client: SteadyClient,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      idleTimeoutMillis: IDLE_TIMEOUT_MS,
      ...steady,
      ...extra,
    },
    poolErrorHandler: (error: Error & { code?: string }) =>
      log.warn(`A connection to the database ended: ${error.code ?? error.name}`),
    entities,
    migrations: [...history],
    migrationsTableName: "migrations",
    // One transaction a migration: some may have none, and TypeORM's own command runs them too.
    migrationsTransactionMode: "each",
    namingStrategy: new SnakeCaseNames(),
    // gen_random_uuid() is built into PostgreSQL 13 and later. TypeORM uses it when pgcrypto is named.
    uuidExtension: "pgcrypto",
    installExtensions: false,
    logging: ["query", "error", "schema", "migration"],
    logger: new SqlLogger(log, config.isSqlEchoed),
  });
  Connections.manage(database, { poolSize: isEmbedded ? 1 : config.poolSize, timeouts }, log);
  return database;
}
