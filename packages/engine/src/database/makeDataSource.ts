import type { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { DataSource, type MigrationInterface } from "typeorm";
import { Connections } from "./Connections.js";
import { ConnectPause } from "./ConnectPause.js";
import { connectionSettings } from "./connectionSettings.js";
import type { DatabaseSettings } from "./DatabaseSettings.js";
import { answerDeadlineMs } from "./deadlines.js";
import { embeddedDriver } from "./embeddedDriver.js";
import { SnakeCaseNames } from "./SnakeCaseNames.js";
import { type Log, SqlLogger } from "./SqlLogger.js";
import { SteadyClient, type SteadyOptions } from "./SteadyClient.js";

const IDLE_TIMEOUT_MS = 30_000;
/** After how long a silence a dead network is looked for. Node's own probes follow each second, ten of them. */
const KEEP_ALIVE_MS = 5_000;

/** The parts of an API that its database holds. */
export interface Tables {
  /** The name under which the server lists the sessions. */
  readonly applicationName: string;
  readonly entities: readonly (new () => object)[];
  /** The migrations, oldest first. */
  readonly migrations: readonly (new () => MigrationInterface)[];
}

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
export function makeDataSource(
  { applicationName, entities, migrations }: Tables,
  settings: DatabaseSettings,
  log: Log,
  running?: PGlite,
): DescribedDataSource {
  const isEmbedded = settings.url === undefined;
  // The embedded server is this process: it cannot fail to answer, and stops all else while it is at work.
  const timeouts = isEmbedded ? undefined : settings.timeouts;
  const { extra, ...connection } = isEmbedded ? { extra: {} } : connectionSettings(String(settings.url), timeouts);
  const steady: SteadyOptions = {
    answerWithinMs: timeouts && answerDeadlineMs(timeouts),
    ...(timeouts && { connectPause: new ConnectPause() }),
  };
  const database = new DescribedDataSource({
    type: "postgres",
    ...connection,
    driver: isEmbedded ? embeddedDriver(settings.directory, running) : pg,
    poolSize: settings.poolSize,
    applicationName,
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
    entities: [...entities],
    migrations: [...migrations],
    migrationsTableName: "migrations",
    // One transaction a migration: some may have none, and TypeORM's own command runs them too.
    migrationsTransactionMode: "each",
    namingStrategy: new SnakeCaseNames(),
    // gen_random_uuid() is built into PostgreSQL 13 and later. TypeORM uses it when pgcrypto is named.
    uuidExtension: "pgcrypto",
    installExtensions: false,
    logging: ["query", "error", "schema", "migration"],
    logger: new SqlLogger(log, settings.isSqlEchoed),
  });
  Connections.manage(database, { poolSize: isEmbedded ? 1 : settings.poolSize, timeouts }, log);
  return database;
}

/** Makes a data source of the same tables and migrations for other settings. */
export function makeSimilar({ options }: DataSource, settings: DatabaseSettings, log: Log): DescribedDataSource {
  const { applicationName, entities, migrations } = options as unknown as Tables;
  return makeDataSource({ applicationName, entities, migrations }, settings, log);
}
