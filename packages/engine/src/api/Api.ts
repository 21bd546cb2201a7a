import cluster from "node:cluster";
import { setTimeout as wait } from "node:timers/promises";
import type { DataSource } from "typeorm";
import type { ApiSettings } from "../ApiSettings.js";
import { connect } from "../database/connect.js";
import { warnOfPooler } from "../database/warnOfPooler.js";
import { whyNotReady } from "../database/whyNotReady.js";
import type { Gate } from "../gate/Gate.js";
import { healthThread } from "../http/healthThread.js";
import { ListenError } from "../http/ListenError.js";
import { OpenAnswers } from "../http/OpenAnswers.js";
import { proxyRule } from "../http/proxyRule.js";
import { SlowReaders } from "../http/SlowReaders.js";
import { SlowSenders } from "../http/SlowSenders.js";
import type { Metrics } from "../metrics/Metrics.js";
import { serveMetrics } from "../metrics/serveMetrics.js";
import type { ServiceLog } from "../ServiceLog.js";
import type { BuiltApi } from "./buildApi.js";

// Together these are 14 s at most: orchestrators kill what has not ended by itself after 15 or more.
/** How long load balancers get to see that a stopping service is not ready, before it stops listening. */
const NOTICE_MS = 1_000;
/** How long connections that wait by then are still accepted: under load, each takes a turn of some milliseconds. */
const ACCEPT_MS = 1_000;
/** How long requests that are on their way by then get to arrive. */
const ARRIVAL_MS = 250;
/** How long requests in flight get to be answered: longer than any may take. */
const ANSWERS_MS = 10_750;
/** How many connections may wait to be accepted: in a flood, one that finds no room tries again after a second or more. */
const BACKLOG = 4_096;
/** How long the last writes and the end of the connections to the database may take. One that is frozen never ends. */
const DATABASE_MS = 1_000;

/** An API from start to stop: it listens at once, connects when it can, and lets requests finish before it ends. */
export class Api {
  private readonly stopping = new AbortController();
  private readonly http: BuiltApi["http"];
  private readonly features: BuiltApi["features"];
  private readonly streams: BuiltApi["streams"];
  private readonly answers: OpenAnswers;
  private url = "";
  /** Why it is not ready, whatever the database says: what it serves is not there yet. */
  notYet: string | undefined;

  private constructor(
    private readonly settings: ApiSettings,
    private readonly log: ServiceLog,
    readonly database: DataSource,
    private readonly metrics: Metrics | undefined,
    { http, features, streams }: BuiltApi,
  ) {
    this.http = http;
    this.features = features;
    this.streams = streams;
    this.answers = new OpenAnswers(http.server);
    new SlowReaders(this.answers, proxyRule(settings.trustProxy), log);
    const { slowRequests } = features;
    if (slowRequests) new SlowSenders(http.server, this.answers, ({ url = "" }) => url.startsWith(slowRequests.path));
  }

  /** @param build builds it, with what tells whether its database can serve. */
  static async of(
    settings: ApiSettings,
    log: ServiceLog,
    database: DataSource,
    metrics: Metrics | undefined,
    build: (whyNotReady: (gate: Gate) => Promise<string | undefined>) => Promise<BuiltApi>,
  ): Promise<Api> {
    const api: Api = new Api(settings, log, database, metrics, await build((gate) => api.whyNotReady(gate)));
    return api;
  }

  /** Whether it was told to stop. What fails from then on fails because of that. */
  get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Listens, and returns the address as a URL. @throws ListenError */
  async listen(): Promise<string> {
    const { host, port, healthPort, metricsPort } = this.settings;
    await ListenError.explaining("PORT", port, this.http.listen({ host, port, backlog: BACKLOG }));
    // Where there are several processes, their primary has the other ports.
    if (healthPort !== undefined && !cluster.isWorker) {
      const health = await ListenError.explaining("HEALTH_PORT", healthPort, healthThread(host, healthPort));
      this.log.info({ port: health }, "health port");
    }
    if (metricsPort !== undefined && this.metrics && !cluster.isWorker) {
      const measured = await ListenError.explaining("METRICS_PORT", metricsPort, serveMetrics(this.metrics, host, metricsPort));
      this.log.info({ port: measured }, "metrics port");
    }
    const address = this.http.server.address();
    const url = `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${typeof address === "object" ? address?.port : port}`;
    this.log.info({ url }, "listening");
    this.url = url;
    return url;
  }

  /** Connects to the database, however long that takes. */
  async connect(): Promise<void> {
    await connect(this.database, this.log, this.stopping.signal).catch((error: unknown) => {
      if (!this.stopping.signal.aborted) throw error;
    });
    if (this.stopping.signal.aborted) return;
    if (this.settings.database.url !== undefined && this.settings.database.isPreparing)
      await warnOfPooler(this.database, this.log);
    await this.begin();
    const { reason } = (await this.http.inject("/readyz")).json<{ reason?: string }>();
    if (reason === undefined) this.log.info("ready");
    else this.log.warn(`Not ready. ${reason}`);
  }

  /** Listens, connects, and stops on signals. @throws ListenError */
  async serve(): Promise<void> {
    this.stopOnSignals();
    await this.listen();
    await this.connect();
  }

  /** Begins what no request waits for, once the database is connected. */
  async begin(): Promise<void> {
    await this.features.begin?.(this.url);
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
    // Their answers would never end. Balancers send the clients elsewhere when they come back.
    this.streams.endAll();
    await this.answers.stopListening(ACCEPT_MS);
    await wait(ARRIVAL_MS);
    await within(
      ANSWERS_MS,
      this.answers.allSent().then(() => this.features.finish?.()),
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

/** Waits for work, but no longer than this. */
const within = (ms: number, work: Promise<unknown>) => Promise.race([work, wait(ms, undefined, { ref: false })]);
