import { setTimeout as wait } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { quietLog } from "../../packages/engine/src/database/SqlLogger.js";
import { createDataSource } from "../../src/createDataSource.js";
import type { User } from "../../src/entities/User.js";
import { Cluster, ROLE } from "./Cluster.js";
import { startService } from "./startService.js";
import { TcpProxy } from "./TcpProxy.js";
import { World } from "./World.js";

export interface Outcome {
  readonly status: number;
  readonly code: string | undefined;
  readonly reason: string | undefined;
  readonly message: string | undefined;
  readonly ms: number;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what each test asks for
  readonly data: any;
  readonly retryAfter: string | null;
}

interface Failure {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly reason?: string };
}

/** Who asks, and from where. */
interface Asking {
  readonly token?: string;
  readonly signal?: AbortSignal;
  /** Of a client behind a proxy that the service trusts. */
  readonly address?: string;
}

const PLAIN = "{ tutorials(first: 1) { totalCount } }";
/** One child asks for all: a budget would end the test before the database does. */
const UNLIMITED = { BUDGET_ROWS: "100000000", BUDGET_ROWS_PER_SECOND: "100000000", DRAWINGS_PER_ACCOUNT: "1000000" };
const GIVE_UP_MS = 60_000;

/** The service as a process of its own, over a network that can fail, before a server that can be stopped. */
export class Rig {
  private constructor(
    readonly cluster: Cluster,
    readonly proxy: TcpProxy,
    /** Past the proxy, for what a test is about. */
    readonly database: DataSource,
    readonly world: World,
    readonly child: User,
    readonly token: string,
  ) {}

  private service: ReturnType<typeof startService> | undefined;
  private address = "";

  static async open(): Promise<Rig> {
    const cluster = await Cluster.start();
    const proxy = await TcpProxy.to(cluster.port);
    const config = { directory: "", poolSize: 2, isSqlEchoed: false, isPreparing: true };
    const database = createDataSource({ ...config, url: cluster.urlThrough(cluster.port) }, quietLog);
    await database.initialize();
    await database.runMigrations({ transaction: "each" });
    const world = new World(database);
    const child = await world.user({ name: "Anna" });
    return new Rig(cluster, proxy, database, world, child, await world.token(child));
  }

  /** Starts the service, and waits until it listens. */
  async start(environment: Record<string, string> = {}): Promise<void> {
    const url = this.cluster.urlThrough(this.proxy.port);
    this.service = startService({ DATABASE_URL: url, BCRYPT_COST: "4", PLAYGROUND: "false", ...UNLIMITED, ...environment });
    const [, address = ""] = await this.service.says(/"url":"(http[^"]+)"/);
    this.address = address;
  }

  /** Starts the service, and waits until it has its database. */
  async startReady(environment: Record<string, string> = {}): Promise<void> {
    await this.start(environment);
    await this.running.says(/"msg":"ready"/);
  }

  /** The service's address as a URL. */
  get url(): string {
    return this.address;
  }

  get running(): ReturnType<typeof startService> {
    if (!this.service) throw new Error("The service was not started");
    return this.service;
  }

  async ask(query = PLAIN, variables: object = {}, { token = this.token, signal, address }: Asking = {}): Promise<Outcome> {
    const started = performance.now();
    const response = await fetch(`${this.address}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        ...(address !== undefined && { "x-forwarded-for": address }),
      },
      body: JSON.stringify({ query, variables }),
      signal: signal ?? AbortSignal.timeout(GIVE_UP_MS),
    });
    const { data, errors } = (await response.json()) as { data: unknown; errors?: Failure[] };
    const ms = Math.round(performance.now() - started);
    return {
      status: response.status,
      code: errors?.[0]?.extensions.code,
      reason: errors?.[0]?.extensions.reason,
      message: errors?.[0]?.message,
      ms,
      data,
      retryAfter: response.headers.get("retry-after"),
    };
  }

  async statusOf(path: "/healthz" | "/readyz"): Promise<number> {
    return (await fetch(`${this.address}${path}`, { signal: AbortSignal.timeout(GIVE_UP_MS) })).status;
  }

  /** Asks one after the other, so many at once, while it lasts. */
  async askWhile(isGoingOn: () => boolean, atOnce: number, ask = () => this.ask()): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    const loop = async () => {
      while (isGoingOn()) outcomes.push(await ask());
    };
    await Promise.all(Array.from({ length: atOnce }, loop));
    return outcomes;
  }

  /** How long it takes until a plain query is answered, in milliseconds. */
  async msUntilWell(): Promise<number> {
    const started = performance.now();
    while ((await this.ask()).status !== 200)
      if (performance.now() - started > GIVE_UP_MS) throw new Error("It does not recover");
    return Math.round(performance.now() - started);
  }

  /** What has to hold after every fault, in words; an empty list when it does. */
  async complaints(): Promise<string[]> {
    const found: string[] = [];
    const well = await this.msUntilWell();
    if (well > 5_000) found.push(`a plain query was answered after ${well} ms only`);
    if (this.running.child.exitCode !== null) found.push("the process has ended");
    if (/uncaught|unhandled/i.test(this.running.output())) found.push("something unhandled was logged");
    // One that is between two statements is well; one that is still there after a while is left over.
    const before = await this.openTransactions();
    if (before.length > 0) await wait(1_500);
    const leftOver = before.length > 0 ? (await this.openTransactions()).filter((begun) => before.includes(begun)) : [];
    if (leftOver.length > 0) found.push(`${leftOver.length} sessions are idle in transaction`);
    const log = this.running.output();
    if (/s3cret|127\.0\.0\.1:(?!\d+")/.test(log.replace(/"url":"[^"]+"/, ""))) found.push("the log names a host or a password");
    return found;
  }

  private async openTransactions(): Promise<string[]> {
    const sessions = await this.cluster.query<{ begun: string }>(
      `SELECT concat(pid, ' ', xact_start) AS begun FROM pg_stat_activity
        WHERE usename = $1 AND state LIKE 'idle in transaction%'`,
      [ROLE],
    );
    return sessions.map(({ begun }) => begun);
  }

  /** Ends the service at once. */
  kill(): void {
    this.running.child.kill("SIGKILL");
  }

  async close(): Promise<void> {
    if (this.service) this.kill();
    this.cluster.thaw();
    await this.database.destroy();
    await this.proxy.close();
    this.cluster.remove();
  }
}

/** True until so much time has gone by. */
export function lasting(ms: number): () => boolean {
  const end = performance.now() + ms;
  return () => performance.now() < end;
}
