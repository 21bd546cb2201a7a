import type pg from "pg";
import type { DataSource, EntityManager } from "typeorm";
import type { PostgresDriver } from "typeorm/driver/postgres/PostgresDriver.js";
import { unavailable } from "../errors.js";
import type { Turn } from "../gate/Turn.js";
import { cancelStatement } from "./cancelStatement.js";
import type { DatabaseSettings } from "./DatabaseSettings.js";
import {
  ConnectionGivenUpError,
  failureCodeOf,
  failureOf,
  isEnding,
  isForgotten,
  isGivenUp,
  isLost,
  mayRunAgain,
} from "./failures.js";
import { Lent } from "./Lent.js";
import type { Log } from "./SqlLogger.js";
import { SteadyClient } from "./SteadyClient.js";
import { timeoutSettings } from "./startupOptions.js";

export interface Use<L extends Lent, T> {
  readonly lend: (pool: pg.Pool) => Promise<L>;
  readonly work: (lent: L) => Promise<T>;
  /** Ends the work when no client waits for it any more. */
  readonly turn?: Turn;
  /** Whether it may run again when the connection was lost, or others were in its way: nothing is written. */
  readonly isRepeatable?: boolean;
}

const LOG_PAUSE_MS = 5_000;
/** How many of the newest connections tell how far the database is away. */
const ROUND_TRIPS = 32;
const KEEPS_TIMEOUTS = `SELECT count(*) = 3 AS kept FROM pg_settings WHERE setting <> '0'
  AND name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')`;
const made = new WeakMap<DataSource, Connections>();

/** Every statement of the service passes here: how it gets and returns a connection, and what failures mean. */
export class Connections {
  /** A connection has been given up then. Others that have not answered since may be as dead. */
  private suspectBefore = Number.NEGATIVE_INFINITY;
  private keepsTimeouts = true;
  /** Closed after it was open means that it is being stopped. */
  private wasOpen = false;
  private readonly roundTrips: number[] = [];
  private leastRoundTripMs = 0;
  private readonly measured = new WeakSet<pg.Client>();
  private readonly loggedAt = new Map<string, number>();

  private constructor(
    private readonly database: DataSource,
    private readonly config: Pick<DatabaseSettings, "poolSize" | "timeouts">,
    private readonly log: Log,
  ) {}

  /** Takes over the connections of a data source. */
  static manage(database: DataSource, config: Pick<DatabaseSettings, "poolSize" | "timeouts">, log: Log): void {
    made.set(database, new Connections(database, config, log));
  }

  /** The connections of a data source that createDataSource has made. */
  static of(database: DataSource): Connections {
    const connections = made.get(database);
    if (!connections) throw new Error("The data source was not made by createDataSource");
    return connections;
  }

  /** How many there may be. */
  get most(): number {
    return this.config.poolSize;
  }

  /** How many connections there are, how many of them nobody uses, and how many requests wait for one. */
  get pool(): { readonly total: number; readonly idle: number; readonly waiting: number } {
    const pool = (this.database.driver as PostgresDriver).master as pg.Pool | undefined;
    if (!this.database.isInitialized || !pool) return { total: 0, idle: 0, waiting: 0 };
    return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount };
  }

  /** The least that a connection made lately took to answer nothing: the way to the database and back. */
  get roundTripMs(): number {
    return this.leastRoundTripMs;
  }

  /**
   * @throws ClientError UNAVAILABLE when the database cannot be reached or does not answer; the reason when its client has gone or its
   * time is over; what work throws.
   */
  async use<L extends Lent, T>(use: Use<L, T>): Promise<T> {
    if (!this.database.isInitialized) throw unavailable(this.wasOpen ? "stopping" : "down");
    this.wasOpen = true;
    try {
      return await this.once(use);
    } catch (error) {
      const isWorthIt = isLost(error) || mayRunAgain(error) || isForgotten(error);
      if (use.isRepeatable && isWorthIt && use.turn?.why() === undefined) return this.use({ ...use, isRepeatable: false });
      const gone = use.turn?.why();
      if (gone !== undefined) throw gone;
      const failure = failureOf(error);
      if (failure) this.report(error);
      throw failure ?? error;
    }
  }

  /** Finds out, once connected, whether sessions keep their timeouts; a pooler may refuse them, or drop them. */
  async checkTimeouts(): Promise<void> {
    if (!this.config.timeouts) return;
    const { rows } = await this.use({
      lend: Lent.client,
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

  private async once<L extends Lent, T>({ lend, work, turn }: Use<L, T>): Promise<T> {
    const lent = await this.borrow(lend);
    const lentAt = performance.now();
    const { client } = lent;
    let cancelling: Promise<boolean> | undefined;
    let isBroken = false;
    try {
      const gone = turn?.why();
      if (gone !== undefined) throw gone;
      turn?.watch({
        cancel: () => {
          cancelling = cancelStatement(client);
        },
        giveUp: () => {
          isBroken = true;
          if (client instanceof SteadyClient) client.giveUp(new ConnectionGivenUpError("Nobody waits for the answer any more"));
        },
      });
      return await work(lent);
    } catch (error) {
      isBroken ||= isLost(error) || isEnding(error) || isForgotten(error);
      // The end of this session may be the end of all: the next try must not get a connection that is ending too.
      if (isLost(error)) this.suspectBefore = performance.now();
      else if (isGivenUp(error)) this.suspectBefore = Math.max(this.suspectBefore, lentAt);
      throw error;
    } finally {
      turn?.watch(undefined);
      // Until the server has passed a cancellation on, it may hit the connection's next statement.
      const isClean = cancelling === undefined || (await cancelling);
      const isOpen = client instanceof SteadyClient && ["T", "E"].includes(client.getTransactionStatus() ?? "");
      const released = lent.release(isBroken || !isClean || isOpen);
      if (released) await released;
    }
  }

  private async borrow<L extends Lent>(lend: (pool: pg.Pool) => Promise<L>): Promise<L> {
    for (;;) {
      const lent = await lend((this.database.driver as PostgresDriver).master as pg.Pool);
      if (this.isSuspect(lent.client)) await lent.release(true);
      else {
        if (!this.measured.has(lent.client)) await this.measure(lent);
        return lent;
      }
    }
  }

  /** How far the database is away: an empty statement, once a connection. */
  private async measure({ client, release }: Lent): Promise<void> {
    if (!(client instanceof SteadyClient)) return;
    this.measured.add(client);
    const started = performance.now();
    try {
      await client.query("");
    } catch (error) {
      await release(true);
      throw error;
    }
    this.roundTrips.push(performance.now() - started);
    if (this.roundTrips.length > ROUND_TRIPS) this.roundTrips.shift();
    this.leastRoundTripMs = Math.min(...this.roundTrips);
  }

  private isSuspect(client: pg.Client): boolean {
    return client instanceof SteadyClient && client.heardAt < this.suspectBefore;
  }

  /** Logs a failure once in some seconds, not once a request. */
  private report(error: unknown): void {
    const code = failureCodeOf(error);
    const now = performance.now();
    if (now - (this.loggedAt.get(code) ?? Number.NEGATIVE_INFINITY) < LOG_PAUSE_MS) return;
    this.loggedAt.set(code, now);
    this.log.warn(`The database could not be asked: ${code}`);
  }
}
