import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import pg from "pg";
import { connectionSettings, explainConnection } from "#engine/database";
import { migrationEndpoint } from "./migrationEndpoint.js";
import { OperationError } from "./OperationError.js";
import type { OperatorsSettings } from "./OperatorsSettings.js";
import { encrypt } from "./pinging/encrypt.js";
import { judgeReplica, positionOf } from "./pinging/judgeReplica.js";
import { judgeSession, type Use } from "./pinging/judgeSession.js";
import type { Progress, Report } from "./Report.js";
import { isDirect, isRefusedByPooler, marked } from "./withDatabase.js";

/** How long the network may take. The server may take longer, since it may have to wake. */
const NETWORK_MS = 5_000;
const QUIET_MS = 2_000;

/** The part of pg's settings that ping walks through by itself. */
interface Target {
  readonly host: string;
  readonly port?: number;
  readonly ssl: ConnectionOptions | false;
  readonly sslnegotiation?: string;
  readonly onConnect?: (client: pg.Client) => Promise<void>;
}

interface Step {
  readonly name: "dns" | "tcp" | "tls" | "authentication" | "query";
  readonly ms: number;
  readonly isGood: boolean;
  readonly detail: string;
}

/** Says what a session is good for. @throws OperationError when it is not. */
type Judge = (client: pg.Client, isPooled: boolean) => Promise<string>;

/**
 * Reaches the database step by step, as the service does and, where that is another endpoint, as migrate does; then each replica. For the
 * step that fails it says what to do.
 */
export async function ping(config: OperatorsSettings, tables: readonly string[], say: Progress): Promise<Report> {
  const database = await pingDatabase(config, tables, say);
  const { url, replicas } = config;
  if (url === undefined || !replicas) return database;
  const position = await newClient(url)
    .then((client) => positionOf(client).finally(() => client.end()))
    .catch(() => null);
  const reports: Report[] = [];
  for (const one of replicas.urls)
    reports.push(await reach(one, (client, isPooled) => judgeReplica(client, isPooled, position), say));
  return {
    isGood: database.isGood && reports.every(({ isGood }) => isGood),
    lines: [...database.lines, ...reports.flatMap(({ lines }, index) => [`Replica ${index + 1}:`, ...lines])],
    details: { ...database.details, replicas: reports.map(({ details }) => details) },
  };
}

async function pingDatabase(config: OperatorsSettings, tables: readonly string[], say: Progress): Promise<Report> {
  const { url, isPreparing, timeouts } = config;
  const direct = migrationEndpoint(config)?.url;
  if (url === undefined && direct === undefined)
    return {
      isGood: true,
      lines: ["DATABASE_URL is not set: the embedded database needs no network."],
      details: { steps: [] },
    };
  const asService: Use = { tables, isPreparing, ...(timeouts && { timeouts }), isServing: true };
  const served = url === undefined ? undefined : await reach(url, judging(url, asService), say);
  if (direct === undefined || direct === url)
    return served ?? reach(String(direct), judging(String(direct), { ...asService, isServing: false }), say);
  const migrated = await reach(direct, judging(direct, { tables, isPreparing: false, isServing: false }), say);
  return {
    isGood: migrated.isGood && served?.isGood !== false,
    lines: [...(served ? ["As the service connects:", ...served.lines] : []), "As migrate connects:", ...migrated.lines],
    details: { ...served?.details, migrate: migrated.details },
  };
}

const judging =
  (url: string, use: Use): Judge =>
  (client, isPooled) =>
    judgeSession(client, isPooled, use, () => newClient(url, { options: undefined }));

async function reach(url: string, judge: Judge, say: Progress): Promise<Report> {
  const { url: translated, extra, connectTimeoutMS: patience = NETWORK_MS } = connectionSettings(url);
  const { host, port = 5432, ssl, sslnegotiation } = extra as Target;
  const steps: Step[] = [];
  const take = async <T>(name: Step["name"], work: () => Promise<{ value: T; detail: string }>): Promise<T> => {
    const started = performance.now();
    const limit = name === "dns" || name === "tcp" ? Math.min(NETWORK_MS, patience) : patience;
    const add = (isGood: boolean, detail: string) => steps.push({ name, ms: performance.now() - started, isGood, detail });
    try {
      const { value, detail } = await inTime(work(), limit, say);
      add(true, detail);
      return value;
    } catch (error) {
      add(false, explain(name, error, limit, String(translated)));
      throw FAILED;
    }
  };
  try {
    const address = await take("dns", async () => {
      const { address: found } = await lookup(host);
      return { value: found, detail: found };
    });
    const socket = await take("tcp", async () => ({ value: await open(address, port), detail: `port ${port}` }));
    await take("tls", async () => ({
      value: undefined,
      detail: ssl ? await encrypt(socket, host, ssl, sslnegotiation === "direct") : "not asked for by sslmode",
    })).finally(() => socket.destroy());
    const { client, isPooled } = await take("authentication", async () => ({ value: await signIn(url), detail: "let in" }));
    await take("query", async () => ({
      value: undefined,
      detail: await judge(client, isPooled),
    })).finally(() => client.end());
  } catch (error) {
    if (error !== FAILED) throw error;
  }
  return {
    isGood: steps.every(({ isGood }) => isGood),
    lines: steps.map(
      ({ name, ms, isGood, detail }) =>
        `${name.padEnd(15)} ${isGood ? `${ms.toFixed(1)} ms`.padEnd(10) : "failed".padEnd(10)} ${detail}`,
    ),
    details: { steps: steps.map((step) => ({ ...step, ms: Math.round(step.ms * 10) / 10 })) },
  };
}

const FAILED = new Error("A step has failed");
class TooLate extends Error {}

function inTime<T>(work: Promise<T>, ms: number, say: Progress): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const quiet = setTimeout(() => say(`There is no answer yet. Waiting for it, up to ${ms / 1000} s …`), QUIET_MS);
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLate()), ms);
  });
  return Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
    clearTimeout(quiet);
  });
}

async function open(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port });
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

/** A pooler refuses our own setting or drops it, unlike a direct session. */
async function signIn(url: string): Promise<{ client: pg.Client; isPooled: boolean }> {
  try {
    const client = await newClient(marked(url));
    return {
      client,
      isPooled: !(await isDirect({
        query: async (text: string, values?: unknown[]) => (await client.query(text, values)).rows as never,
      })),
    };
  } catch (error) {
    if (!isRefusedByPooler(error)) throw error;
    return { client: await newClient(url, { options: undefined }), isPooled: true };
  }
}

async function newClient(url: string, others: pg.ClientConfig = {}): Promise<pg.Client> {
  const { extra, connectTimeoutMS } = connectionSettings(url);
  const client = new pg.Client({ connectionTimeoutMillis: connectTimeoutMS, ...extra, ...others });
  client.on("error", () => undefined);
  await client.connect();
  await (extra as Target).onConnect?.(client).catch(async (error: unknown) => {
    await client.end();
    throw error;
  });
  return client;
}

function explain(name: Step["name"], error: unknown, limit: number, url: string): string {
  if (error instanceof OperationError) return error.message;
  if (error instanceof TooLate || /timeout/i.test((error as Error).message))
    return name === "tcp"
      ? `no answer in ${limit / 1000} s. A firewall may drop the packets: check the host, the port and the allow-list.`
      : `the server accepts connections but did not answer in ${limit / 1000} s. It may be frozen, overloaded, or not PostgreSQL: look at the server.`;
  return explainConnection(error, url) ?? "it failed, and nobody thought of why.";
}
