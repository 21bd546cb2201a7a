import type pg from "pg";
import type { DataSource, EntityManager } from "typeorm";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";
import type { DatabaseConfig } from "../config.js";
import { busyDatabase, unavailable } from "../errors.js";
import { CHECKOUT_MS, requestDeadlineMs } from "./deadlines.js";
import { failureCodeOf, failureOf, isEnding, isForgotten, isGivenUp, isLost, mayRunAgain } from "./failures.js";
import { type Lane, Line } from "./Line.js";
import { lendClient } from "./lendClient.js";
import type { Log } from "./SqlLogger.js";
import { SteadyClient } from "./SteadyClient.js";
import { timeoutSettings } from "./startupOptions.js";
import { Watch } from "./Watch.js";

/** A connection for one request, and how it goes back. */
export interface Lent {
  readonly client: pg.Client;
  readonly release: (isBroken: boolean) => void | Promise<void>;
}

export interface Use<L extends Lent, T> {
  readonly lane: Lane;
  readonly lend: (pool: pg.Pool) => Promise<L>;
  readonly work: (lent: L) => Promise<T>;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** Whether it may run again when the connection was lost, or others were in its way: nothing is written. */
  readonly isRepeatable?: boolean;
}

const LOG_PAUSE_MS = 5_000;
const KEEPS_TIMEOUTS = `SELECT count(*) = 3 AS kept FROM pg_settings WHERE setting <> '0'
  AND name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')`;
const made = new WeakMap<DataSource, Connections>();

/** All that the service asks the database goes through here: who may hold a connection, for how long, and what its failures mean. */
export class Connections {
  private readonly line: Line;
  /** Connections that were not heard of since then may be as dead as the one that was given up. */
  private suspectBefore = Number.NEGATIVE_INFINITY;
  private keepsTimeouts = true;
  private readonly loggedAt = new Map<string, number>();

  private constructor(
    private readonly database: DataSource,
    private readonly config: Pick<DatabaseConfig, "poolSize" | "timeouts">,
    private readonly log: Log,
  ) {
    this.line = new Line(config.poolSize);
  }

  /** Takes over the connections of a data source. */
  static manage(database: DataSource, config: Pick<DatabaseConfig, "poolSize" | "timeouts">, log: Log): void {
    made.set(database, new Connections(database, config, log));
  }

  /** Those of a data source that createDataSource has made. */
  static of(database: DataSource): Connections {
    const connections = made.get(database);
    if (!connections) throw new Error("The data source was not made by createDataSource");
    return connections;
  }

  /** How many statements of the lane "read" can run at once at most; more would wait here for a connection. */
  get mostReads(): number {
    return this.line.mostReads;
  }

  /**
   * @throws ClientError UNAVAILABLE when the database cannot be reached or does not answer in time; the signal's reason; what
   * work throws.
   */
  async use<L extends Lent, T>(use: Use<L, T>): Promise<T> {
    if (!this.database.isInitialized) throw unavailable();
    const { timeouts } = this.config;
    const until = timeouts ? performance.now() + requestDeadlineMs(timeouts) : undefined;
    try {
      return await this.once(use, until).catch((error: unknown) => {
        const isWorthIt = isLost(error) || mayRunAgain(error) || isForgotten(error);
        if (use.isRepeatable && isWorthIt && !use.signal?.aborted) return this.once(use, until);
        throw error;
      });
    } catch (error) {
      if (use.signal?.aborted) throw use.signal.reason;
      const failure = failureOf(error);
      if (failure) this.report(error);
      throw failure ?? error;
    }
  }

  /** Finds out, once connected, whether sessions keep their timeouts; a pooler may refuse them, or drop them. */
  async checkTimeouts(): Promise<void> {
    if (!this.config.timeouts) return;
    const { rows } = await this.use({
      lane: "check",
      lend: lendClient,
      work: ({ client }) => client.query<{ kept: boolean }>(KEEPS_TIMEOUTS),
      isRepeatable: true,
    });
    this.keepsTimeouts = rows[0]?.kept === true;
    if (!this.keepsTimeouts)
      this.log.warn(
        "The pooler drops the timeouts of sessions: writes set them themselves, reads need them on the role. npm run db -- ping tells how.",
      );
  }

  /** The first statement of a transaction where sessions do not keep their timeouts. */
  async limitTransaction(manager: EntityManager): Promise<void> {
    if (!this.config.timeouts || this.keepsTimeouts) return;
    const settings = Object.entries(timeoutSettings(this.config.timeouts));
    await manager.query(
      `SELECT ${settings.map((_, index) => `set_config($${2 * index + 1}, $${2 * index + 2}, true)`).join(", ")}`,
      settings.flatMap(([name, ms]) => [name, String(ms)]),
    );
  }

  private async once<L extends Lent, T>({ lane, lend, work, signal }: Use<L, T>, until: number | undefined): Promise<T> {
    const lent = await this.borrow(lane, lend, signal, until);
    const lentAt = performance.now();
    const watch = new Watch(lent.client, until, signal);
    let isBroken = false;
    try {
      signal?.throwIfAborted();
      return await work(lent);
    } catch (error) {
      isBroken = isLost(error) || isEnding(error) || isForgotten(error);
      // Whatever ended this session may have ended all: the next try must not meet another that is about to be told so.
      if (isLost(error)) this.suspectBefore = performance.now();
      else if (isGivenUp(error)) this.suspectBefore = Math.max(this.suspectBefore, lentAt);
      throw error;
    } finally {
      const isClean = await watch.end();
      await this.giveBack(lane, lent, isBroken || !isClean);
    }
  }

  private async borrow<L extends Lent>(
    lane: Lane,
    lend: (pool: pg.Pool) => Promise<L>,
    signal: AbortSignal | undefined,
    until: number | undefined,
  ): Promise<L> {
    const lastAt = until === undefined ? undefined : Math.min(performance.now() + CHECKOUT_MS, until);
    await this.line.take(lane, remaining(lastAt), signal);
    for (;;) {
      const lending = lend((this.database.driver as PostgresDriver).master as pg.Pool);
      const lent = await inTime(lending, remaining(lastAt)).catch((error: unknown) => {
        // A connection that comes too late goes back; until then its place is taken.
        void lending.then(
          (late) => this.giveBack(lane, late, false),
          () => this.line.leave(lane),
        );
        throw error;
      });
      if (!this.isSuspect(lent.client)) return lent;
      await lent.release(true);
    }
  }

  private async giveBack(lane: Lane, lent: Lent, isBroken: boolean): Promise<void> {
    const { client } = lent;
    const isOpen = client instanceof SteadyClient && ["T", "E"].includes(client.getTransactionStatus() ?? "");
    try {
      await lent.release(isBroken || isOpen);
    } finally {
      this.line.leave(lane);
    }
  }

  private isSuspect(client: pg.Client): boolean {
    return client instanceof SteadyClient && client.heardAt < this.suspectBefore;
  }

  /** One line a failure and some seconds, not one a request. */
  private report(error: unknown): void {
    const code = failureCodeOf(error);
    const now = performance.now();
    if (now - (this.loggedAt.get(code) ?? Number.NEGATIVE_INFINITY) < LOG_PAUSE_MS) return;
    this.loggedAt.set(code, now);
    this.log.warn(`The database could not be asked: ${code}`);
  }
}

const remaining = (until: number | undefined): number | undefined =>
  until === undefined ? undefined : Math.max(0, until - performance.now());

function inTime<T>(work: Promise<T>, ms: number | undefined): Promise<T> {
  if (ms === undefined) return work;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(busyDatabase()), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
