import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions } from "fastify";
import { type DispatchFunc, inject } from "light-my-request";
import { pino } from "pino";
import { buildApi } from "../../packages/engine/src/api/buildApi.js";
import { statementRunner } from "../../packages/engine/src/database/statementRunner.js";
import { whyNotReady } from "../../packages/engine/src/database/whyNotReady.js";
import type { SentStatement } from "../../packages/engine/src/gate/joinedStatement.js";
import { Metrics } from "../../packages/engine/src/metrics/Metrics.js";
import type { PlaygroundOptions } from "../../packages/engine/src/playground/playground.js";
import { type Config, readConfig } from "../../src/config.js";
import { MailQueue } from "../../src/mail/MailQueue.js";
import { novadraw } from "../../src/novadraw.js";
import { openDatabase, type TestDatabase } from "./openDatabase.js";
import { World } from "./World.js";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what each test asks for
  readonly data: any;
  readonly extensions?: { readonly cost?: { readonly rows: number; readonly bytes: number; readonly used: number } };
  readonly errors: readonly {
    message: string;
    path?: (string | number)[];
    extensions: {
      code: string;
      reason?: string;
      fields?: { path: unknown[]; code: string }[];
      updatedAt?: string;
      retryAfterSeconds?: number;
    };
  }[];
}

export interface Asking {
  readonly variables?: Record<string, unknown>;
  readonly token?: string;
  /** The IP address of the client. */
  readonly address?: string;
  readonly headers?: Record<string, string>;
}

/** What an operation may cost is bounded where a test is about that: it sets each limit that it wants. */
const LIMITS = { MAX_ROWS: "maxRows", MAX_ANSWER_BYTES: "maxAnswerBytes", BUDGET_ROWS: "budgetRows" } as const;

const { maxRows, maxAnswerBytes, budgetRows, budgetRowsPerSecond } = readConfig({}).cost;

/** The limits of one operation that a service has by itself. */
export const DEFAULT_LIMITS = { MAX_ROWS: String(maxRows), MAX_ANSWER_BYTES: String(maxAnswerBytes) };

/** What one client may ask for over time, where nothing else is set. */
export const DEFAULT_BUDGET = { BUDGET_ROWS: String(budgetRows), BUDGET_ROWS_PER_SECOND: String(budgetRowsPerSecond) };

/** JOIN_READS=always runs every test through joined statements. */
const TESTING = {
  NODE_ENV: "test",
  BCRYPT_COST: "4",
  REQUEST_WAIT_MS: "10000",
  PRIVACY_KEY: "a secret that only the tests know",
  JOIN_READS: process.env.JOIN_READS ?? "auto",
};

/** As in development; in production an operator has to say so. */
const OFFERED = {
  PICTURE_STORE: "folder",
  PICTURE_DIR: join(tmpdir(), `novadraw-pictures-${process.pid}`),
  STORY_WRITER: "template",
};

/** Mails are tried again at once. */
const MAIL_PAUSES_MS = [0, 0, 0];

function unboundedUnless(environment: Record<string, string>): Partial<Config["cost"]> {
  const unset = Object.entries(LIMITS).filter(([name]) => !(name in environment));
  return Object.fromEntries(unset.map(([, limit]) => [limit, Number.MAX_SAFE_INTEGER]));
}

interface Gate {
  opened?: Promise<void>;
  held: number;
}

/** The service as its clients have it, over a database of its own; requests go in as HTTP without a socket. */
export class TestApi {
  readonly world: World;

  private constructor(
    readonly opened: TestDatabase,
    readonly http: FastifyInstance,
    /** The statements that reads have run so far, oldest first. */
    readonly statements: SentStatement[],
    readonly logLines: string[],
    /** What Prometheus would read, where METRICS_PORT is set. */
    readonly metrics: Metrics | undefined,
    private readonly gate: Gate,
    private readonly finish: () => Promise<unknown>,
  ) {
    this.world = new World(opened.database);
  }

  static async open(
    environment: Record<string, string> = {},
    playground: PlaygroundOptions = { tabs: [] },
    locale?: string,
  ): Promise<TestApi> {
    const { DATABASE_POOL_SIZE } = environment;
    const opened = await openDatabase(DATABASE_POOL_SIZE === undefined ? undefined : Number(DATABASE_POOL_SIZE), locale);
    return TestApi.start(opened, environment, playground);
  }

  /** A second service with other settings over the same database. The first one closes the database. */
  static over({ opened }: TestApi, environment: Record<string, string>): Promise<TestApi> {
    return TestApi.start(opened, environment, { tabs: [] });
  }

  private static async start(
    opened: TestDatabase,
    environment: Record<string, string>,
    playground: PlaygroundOptions,
  ): Promise<TestApi> {
    // A busy machine must not turn a wait into a refusal, where no test is about that.
    const config = readConfig({ ...TESTING, ...(environment.NODE_ENV !== "production" && OFFERED), ...environment });
    const run = statementRunner(opened.database);
    const statements: SentStatement[] = [];
    const logLines: string[] = [];
    const gate: Gate = { held: 0 };
    const metrics = config.metricsPort === undefined ? undefined : new Metrics("novadraw");
    const log = pino({ level: "info" }, { write: (line: string) => void logLines.push(line) });
    const mails = new MailQueue((failure) => log.warn(failure, "A mail was not sent"), MAIL_PAUSES_MS);
    const { http, features } = await buildApi({
      ...novadraw(config, mails),
      settings: {
        ...config,
        cost: { ...config.cost, ...unboundedUnless(environment) },
        requests: { ...config.requests, mostBytes: Number.MAX_SAFE_INTEGER },
      },
      log,
      database: opened.database,
      runStatement: async (statement, turn) => {
        statements.push(statement);
        gate.held++;
        await gate.opened;
        gate.held--;
        return run(statement, turn);
      },
      whyNotReady: (gate) => whyNotReady(opened.database, gate),
      playground,
      metrics,
    });
    return new TestApi(opened, http, statements, logLines, metrics, gate, async () => features.finish?.());
  }

  async ask(query: string, { variables, token, address, headers }: Asking = {}): Promise<Answer> {
    const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return this.post({ query, variables }, { ...authorization, ...headers }, address);
  }

  async post(payload: InjectOptions["payload"], headers: Record<string, string> = {}, remoteAddress?: string): Promise<Answer> {
    await this.http.ready();
    // As a socket would hand it over: Fastify's own inject leaves out what is answered past Fastify.
    const dispatch: DispatchFunc = (request, response) => void this.http.server.emit("request", request, response);
    const response = await inject(dispatch, { method: "POST", url: "/graphql", payload, headers, remoteAddress });
    const { data, errors = [], extensions } = response.json();
    return { status: response.statusCode, headers: response.headers, text: response.body, data, errors, extensions };
  }

  /** Keeps the statements of reads from the database until the function that it returns is called. */
  hold(): () => void {
    let open: () => void = () => undefined;
    this.gate.opened = new Promise((resolve) => {
      open = resolve;
    });
    return open;
  }

  /** How many statements are kept from the database. */
  get held(): number {
    return this.gate.held;
  }

  /** The code of the first error, or undefined where there is none. */
  async codeOf(query: string, asking: Asking = {}): Promise<string | undefined> {
    return (await this.ask(query, asking)).errors[0]?.extensions.code;
  }

  /** The number of statements that the reads of this work ran. */
  async countStatements(work: () => Promise<unknown>): Promise<number> {
    const before = this.statements.length;
    await work();
    return this.statements.length - before;
  }

  /** Ends the service, and leaves the database to another one over it. */
  async leave(): Promise<void> {
    const closed = this.http.close();
    // A client may keep a connection open without a request, which would be waited for.
    this.http.server.closeAllConnections();
    await closed;
    await this.finish();
  }

  async close(): Promise<void> {
    await this.leave();
    await this.opened.close();
  }
}
