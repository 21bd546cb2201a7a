import { setTimeout as wait } from "node:timers/promises";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import type { DataSource } from "typeorm";
import { composeService } from "./compose.js";
import type { Config } from "./config.js";
import { connect } from "./database/connect.js";
import { createDataSource } from "./database/createDataSource.js";
import { readiness } from "./database/readiness.js";
import { statementRunner } from "./database/statementRunner.js";
import type { PlaygroundOptions } from "./server/playground/playground.js";

/** How long load balancers get to see that a stopping service is not ready, before it stops listening. */
const NOTICE_MS = 1_000;
/** How long requests in flight get to finish after that. */
const DRAIN_MS = 10_000;

/** A service from start to stop: it listens at once, connects when it can, and lets requests finish before it ends. */
export class Service {
  private readonly stopping = new AbortController();

  private constructor(
    private readonly config: Config,
    private readonly log: FastifyBaseLogger,
    readonly database: DataSource,
    private http: FastifyInstance,
  ) {}

  static async create(config: Config, log: FastifyBaseLogger, playground: PlaygroundOptions = { tabs: [] }): Promise<Service> {
    const database = createDataSource(config.database, log);
    await database.describe();
    const service: Service = new Service(
      config,
      log,
      database,
      await composeService({
        config,
        log,
        database,
        runStatement: statementRunner(database, config.database.isPreparing),
        readiness: () => service.readiness(),
        playground,
      }),
    );
    return service;
  }

  /** Listens, and hands back the address as a URL. */
  async listen(): Promise<string> {
    const { host, port } = this.config;
    await this.http.listen({ host, port });
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
    const state = await this.readiness();
    if (state.isReady) this.log.info("ready");
    else this.log.warn(`Not ready. ${state.reason}`);
  }

  stopOnSignals(): void {
    for (const signal of ["SIGTERM", "SIGINT"] as const)
      process.once(signal, () => void this.stop().then(() => process.exit(0)));
  }

  /** Not ready at once, then no new connections, then, when the last request has been answered, no database. */
  async stop(): Promise<void> {
    this.log.info("stopping");
    this.stopping.abort();
    await wait(NOTICE_MS);
    await Promise.race([this.http.close(), wait(DRAIN_MS, undefined, { ref: false })]);
    if (this.database.isInitialized) await this.database.destroy();
    this.log.info("stopped");
  }

  private async readiness() {
    return this.stopping.signal.aborted ? { isReady: false, reason: "The service is stopping." } : readiness(this.database);
  }
}
