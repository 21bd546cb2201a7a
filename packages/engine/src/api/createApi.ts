import cluster from "node:cluster";
import type { FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import type { ApiSettings } from "../ApiSettings.js";
import { Connections } from "../database/Connections.js";
import type { DescribedDataSource } from "../database/makeDataSource.js";
import { statementRunner } from "../database/statementRunner.js";
import { Metrics } from "../metrics/Metrics.js";
import type { PlaygroundOptions } from "../playground/playground.js";
import type { ServiceLog } from "../ServiceLog.js";
import { Api } from "./Api.js";
import type { ApiDefinition } from "./ApiDefinition.js";
import { buildApi } from "./buildApi.js";

/** An API, and what it runs with. */
export interface RunningApi extends ApiDefinition {
  readonly settings: ApiSettings;
  /** Made by makeDataSource. It need not be connected. */
  readonly database: DescribedDataSource;
  /** A logger of pino. */
  readonly log: ServiceLog;
  /** What the playground opens with; one empty tab where it is absent. */
  readonly playground?: PlaygroundOptions;
  /** Adds routes for what is served besides the API. */
  readonly pages?: (http: FastifyInstance) => Promise<void>;
}

/**
 * Builds an API, which neither listens nor connects yet: `listen` and `connect` do. Mistakes in entities, resolvers and rules are logged, and
 * keep it from being ready. @throws ConfigError for a manifest of operations that cannot be read.
 */
export async function createApi({ settings, database, log, playground = { tabs: [] }, ...parts }: RunningApi): Promise<Api> {
  await database.describe();
  const metrics = settings.metricsPort === undefined ? undefined : metricsOf(parts.name, database);
  const runStatement = statementRunner(database, settings.database.isPreparing);
  return Api.of(settings, log, database, metrics, (whyNotReady) =>
    buildApi({ ...parts, settings, database, log, playground, metrics, runStatement, whyNotReady }),
  );
}

function metricsOf(name: string, database: DataSource): Metrics {
  const metrics = new Metrics(name);
  if (cluster.isWorker) metrics.share();
  const numbers = ["total", "idle", "waiting"] as const;
  for (const number of numbers) metrics.gauge(`pool_${number}`, HELP[number], () => Connections.of(database).pool[number]);
  return metrics;
}

const HELP = {
  total: "Connections to the database",
  idle: "Connections to the database that nobody uses",
  waiting: "Requests that wait for a connection to the database",
};
