import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import pg from "pg";
import type { DatabaseConfig, Timeouts } from "../../config.js";
import { explainConnection } from "../connect.js";
import { connectionSettings } from "../connectionSettings.js";
import { PLANNING, timeoutSettings } from "../startupOptions.js";
import { migrationEndpoint } from "./migrationEndpoint.js";
import type { Report } from "./Report.js";
import { isDirect, isRefusedByPooler, marked } from "./withDatabase.js";

const TIMEOUT_MS = 5_000;
/** The message that asks a PostgreSQL server for TLS (section 55.7 of its manual). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

interface Step {
  readonly name: "dns" | "tcp" | "tls" | "authentication" | "query";
  readonly ms: number;
  readonly isGood: boolean;
  readonly detail: string;
}

/**
 * Reaches the database step by step, as the service does and, where that is another endpoint, as migrate does. For the step that
 * fails it says what to do.
 */
export async function ping(config: DatabaseConfig): Promise<Report> {
  const { url, timeouts } = config;
  const direct = migrationEndpoint(config)?.url;
  if (url === undefined && direct === undefined)
    return {
      isGood: true,
      lines: ["DATABASE_URL is not set: the embedded database needs no network."],
      details: { steps: [] },
    };
  const served = url === undefined ? undefined : await reach(url, timeouts);
  if (direct === undefined || direct === url) return served ?? reach(String(direct), timeouts);
  const migrated = await reach(direct, undefined);
  return {
    isGood: migrated.isGood && served?.isGood !== false,
    lines: [...(served ? ["As the service connects:", ...served.lines] : []), "As migrate connects:", ...migrated.lines],
    details: { ...served?.details, migrate: migrated.details },
  };
}

async function reach(url: string, timeouts: Timeouts | undefined): Promise<Report> {
  const target = new URL(String(connectionSettings(url).url));
  const host = target.hostname.replace(/^\[|\]$/g, "");
  const port = Number(target.port || 5432);
  const mode = target.searchParams.get("sslmode") ?? "disable";
  const steps: Step[] = [];
  const take = async <T>(name: Step["name"], work: () => Promise<{ value: T; detail: string }>): Promise<T> => {
    const started = performance.now();
    const add = (isGood: boolean, detail: string) => steps.push({ name, ms: performance.now() - started, isGood, detail });
    try {
      const { value, detail } = await inTime(work());
      add(true, detail);
      return value;
    } catch (error) {
      add(false, explain(name, error));
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
      detail: mode === "disable" ? "not asked for by sslmode" : await encrypt(socket, host, mode),
    })).finally(() => socket.destroy());
    const { client, isPooled } = await take("authentication", async () => ({ value: await signIn(url), detail: "let in" }));
    await take("query", async () => ({
      value: undefined,
      detail: `${await versionOf(client)}, ${isPooled ? `pooled${await adviceOf(client, timeouts)}` : "direct"}`,
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
class NoEncryption extends Error {}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLate()), TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function open(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port });
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

async function encrypt(socket: Socket, host: string, mode: string): Promise<string> {
  socket.write(SSL_REQUEST);
  const [answer] = (await once(socket, "data")) as [Buffer];
  if (answer.toString("latin1")[0] !== "S") throw new NoEncryption();
  const secure = connectTls({ socket, servername: host, rejectUnauthorized: mode !== "no-verify" });
  await once(secure, "secureConnect");
  return secure.getProtocol() ?? "encrypted";
}

/** A pooler refuses our own setting or forgets it; that tells its sessions from direct ones. */
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
  const { url: connectionString, extra } = connectionSettings(url);
  const client = new pg.Client({
    connectionString: String(connectionString),
    connectionTimeoutMillis: TIMEOUT_MS,
    ...extra,
    ...others,
  });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** A pooler lets no session have settings of its own; the role may have them. */
async function adviceOf(client: pg.Client, timeouts: Timeouts | undefined): Promise<string> {
  const wanted: Record<string, number | string> = timeouts ? { ...timeoutSettings(timeouts), ...PLANNING } : {};
  const { rows } = await client.query<{ name: string }>(
    "SELECT name FROM pg_settings WHERE name = ANY ($1) AND setting IN ('0', 'auto') ORDER BY name",
    [Object.keys(wanted)],
  );
  if (rows.length === 0) return "";
  const missing = rows.map(({ name }) => name);
  const lacks = [
    ...(missing.some((name) => name !== "plan_cache_mode") ? ["Reads have no timeouts here"] : []),
    ...(missing.includes("plan_cache_mode") ? ["Reads that share a statement are planned anew each time"] : []),
  ];
  const statements = missing.map((name) => `ALTER ROLE CURRENT_USER SET ${name} = ${wanted[name]};`);
  return `. ${lacks.join(". ")}, for the pooler drops the settings of sessions. Set them on the role: ${statements.join(" ")}`;
}

async function versionOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ version: string }>("SELECT split_part(version(), ' on ', 1) AS version");
  return rows[0]?.version ?? "";
}

function explain(name: Step["name"], error: unknown): string {
  if (error instanceof NoEncryption)
    return "the server offers no TLS. Turn ssl on in the server; only for one on this machine or a private network, set sslmode=disable.";
  if (error instanceof TooLate || /timeout/i.test((error as Error).message))
    return name === "tcp"
      ? "no answer in 5 s. A firewall may drop the packets: check the host, the port and the allow-list."
      : "the server accepts connections but did not answer in 5 s. It may be frozen, overloaded, or not PostgreSQL: look at the server.";
  return explainConnection(error) ?? "it failed, and nobody thought of why.";
}
