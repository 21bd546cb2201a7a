import cluster from "node:cluster";
import { setTimeout as wait } from "node:timers/promises";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import { connect } from "../packages/engine/src/database/connect.js";
import { poolState } from "../packages/engine/src/database/poolState.js";
import { statementRunner } from "../packages/engine/src/database/statementRunner.js";
import { warnOfPooler } from "../packages/engine/src/database/warnOfPooler.js";
import { whyNotReady } from "../packages/engine/src/database/whyNotReady.js";
import type { Gate } from "../packages/engine/src/gate/Gate.js";
import { HealthThread } from "../packages/engine/src/http/HealthThread.js";
import { ListenError } from "../packages/engine/src/http/ListenError.js";
import { OpenAnswers } from "../packages/engine/src/http/OpenAnswers.js";
import { proxyRule } from "../packages/engine/src/http/proxyRule.js";
import { SlowReaders } from "../packages/engine/src/http/SlowReaders.js";
import { Streams } from "../packages/engine/src/live/Streams.js";
import { Metrics } from "../packages/engine/src/metrics/Metrics.js";
import { serveMetrics } from "../packages/engine/src/metrics/serveMetrics.js";
import { composeService, type ServiceParts } from "./compose.js";
import type { Config } from "./config.js";
import { createDataSource } from "./createDataSource.js";
import { MailQueue } from "./mail/MailQueue.js";
import { playgroundTabs } from "./playgroundTabs.js";

// Together these are 14 s at most: orchestrators kill what has not ended by itself after 15 or more.
/** How long load balancers get to see that a stopping service is not ready, before it stops listening. */
const NOTICE_MS = 1_000;
/** How long connections that wait by then are still accepted: under load, each takes a turn of some milliseconds. */
const ACCEPT_MS = 1_000;
/** How long requests that are on their way by then get to arrive. */
const ARRIVAL_MS = 250;
/** How long requests in flight get to be answered: longer than any may take. */
const ANSWERS_MS = 10_750;
/** How many connections may wait to be accepted: in a flood, one that finds no place tries again after a second or more. */
const BACKLOG = 4_096;
/** How long the last writes and the end of the connections to the database may take. One that is frozen never ends. */
const DATABASE_MS = 1_000;

/** A service from start to stop: it listens at once, connects when it can, and lets requests finish before it ends. */
export class Service {
  private readonly stopping = new AbortController();
  private readonly answers: OpenAnswers;
  /** Why it is not ready, whatever the database says: what it serves is not there yet. */
  notYet: string | undefined;

  private constructor(
    private readonly config: Config,
    private readonly log: FastifyBaseLogger,
    readonly database: DataSource,
    private readonly http: FastifyInstance,
    private readonly metrics: Metrics | undefined,
    private readonly mails: MailQueue,
    private readonly streams: Streams,
  ) {
    this.answers = new OpenAnswers(http.server);
    new SlowReaders(this.answers, proxyRule(config.trustProxy), log);
  }

  /** @param parts what the demo adds. */
  static async create(
    config: Config,
    log: FastifyBaseLogger,
    { playground = { tabs: playgroundTabs() }, pages }: Partial<Pick<ServiceParts, "playground" | "pages">> = {},
  ): Promise<Service> {
    if (config.isProduction && config.privacy.key === undefined)
      log.warn("PRIVACY_KEY is not set: eraseMe answers UNAVAILABLE. .env.example says how to make one.");
    if (!config.mail)
      log[config.isProduction ? "warn" : "info"](
        "SMTP_URL is not set: no mail is sent. Hand links out with npm run user -- reset-link EMAIL and verify-link EMAIL.",
      );
    const mails = new MailQueue((failure) => log.warn(failure, "A mail was not sent"));
    const streams = new Streams(config.live);
    const database = createDataSource(config.database, log);
    await database.describe();
    const metrics = config.metricsPort === undefined ? undefined : metricsOf(database);
    const service: Service = new Service(
      config,
      log,
      database,
      await composeService({
        config,
        log,
        database,
        runStatement: statementRunner(database, config.database.isPreparing),
        whyNotReady: (gate) => service.whyNotReady(gate),
        playground,
        ...(pages && { pages }),
        metrics,
        mails,
        streams,
      }),
      metrics,
      mails,
      streams,
    );
    return service;
  }

  /** Whether it was told to stop. What fails from then on fails because of that. */
  get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Listens, and hands back the address as a URL. @throws ListenError */
  async listen(): Promise<string> {
    const { host, port, healthPort, metricsPort } = this.config;
    await ListenError.explaining("PORT", port, this.http.listen({ host, port, backlog: BACKLOG }));
    // Of several processes the one above them has the other ports.
    if (healthPort !== undefined && !cluster.isWorker) {
      const health = await ListenError.explaining("HEALTH_PORT", healthPort, HealthThread.start(host, healthPort));
      this.log.info({ port: health.port }, "health port");
    }
    if (metricsPort !== undefined && this.metrics && !cluster.isWorker) {
      const measured = await ListenError.explaining("METRICS_PORT", metricsPort, serveMetrics(this.metrics, host, metricsPort));
      this.log.info({ port: measured }, "metrics port");
    }
    const address = this.http.server.address();
    const url = `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${typeof address === "object" ? address?.port : port}`;
    this.log.info({ url }, "listening");
    return url;
  }

  /** Connects to the database, however long that takes. */
  async connect(): Promise<void> {
    await connect(this.database, this.log, this.stopping.signal).catch((error: unknown) => {
      if (!this.stopping.signal.aborted) throw error;
    });
    if (this.stopping.signal.aborted) return;
    if (this.config.database.url !== undefined && this.config.database.isPreparing) await warnOfPooler(this.database, this.log);
    const { reason } = (await this.http.inject("/readyz")).json<{ reason?: string }>();
    if (reason === undefined) this.log.info("ready");
    else this.log.warn(`Not ready. ${reason}`);
  }

  /** Stops on the first of these signals and ends the process with 0, whatever hangs. Later signals change nothing. */
  stopOnSignals(): void {
    for (const signal of ["SIGTERM", "SIGINT"] as const)
      process.on(signal, () => {
        if (!this.stopping.signal.aborted) void this.stop().finally(() => process.exit(0));
      });
  }

  /**
   * First the service is not ready, then it takes no new connections. It disconnects from the database when the last request
   * has been answered.
   */
  private async stop(): Promise<void> {
    this.log.info("stopping");
    this.stopping.abort();
    this.answers.endConnections();
    this.streams.refuse();
    await wait(NOTICE_MS);
    // They would never be answered to their end. By now balancers send those who come back elsewhere.
    this.streams.endAll();
    await this.answers.stopListening(ACCEPT_MS);
    await wait(ARRIVAL_MS);
    await within(
      ANSWERS_MS,
      this.answers.allSent().then(() => this.mails.stop()),
    );
    const closed = this.http.close();
    this.http.server.closeAllConnections();
    await within(
      DATABASE_MS,
      closed.then(() => (this.database.isInitialized ? this.database.destroy() : undefined)),
    );
    this.log.info("stopped");
  }

  private async whyNotReady(gate: Gate): Promise<string | undefined> {
    const reason = this.isStopping ? undefined : (this.notYet ?? (await whyNotReady(this.database, gate)));
    return this.isStopping ? "The service is stopping." : reason;
  }
}

function metricsOf(database: DataSource): Metrics {
  const metrics = new Metrics();
  if (cluster.isWorker) metrics.share();
  const numbers = ["total", "idle", "waiting"] as const;
  for (const number of numbers) metrics.watch(`pool_${number}`, HELP[number], () => poolState(database)[number]);
  return metrics;
}

const HELP = {
  total: "Connections to the database",
  idle: "Connections to the database that nobody uses",
  waiting: "Requests that wait for a connection to the database",
};

/** Waits for work, but no longer than this. */
const within = (ms: number, work: Promise<unknown>) => Promise.race([work, wait(ms, undefined, { ref: false })]);
