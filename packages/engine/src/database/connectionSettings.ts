import type { PostgresDataSourceOptions } from "typeorm/driver/postgres/PostgresDataSourceOptions.js";
import type { Timeouts } from "./DatabaseSettings.js";
import { CONNECT_MS } from "./deadlines.js";
import { refuseLostOptions } from "./refuseLostOptions.js";
import { standardUrl } from "./standardUrl.js";
import { startupOptions } from "./startupOptions.js";
import { startupOptionsIn } from "./startupOptionsIn.js";
import { tlsSettings } from "./tlsSettings.js";

/** How long operators wait for a database that has to wake, or to start. */
const OPERATORS_MS = 30_000;
/** Further parameters that pg reads from a URL. */
const PASSED_ON = ["application_name", "client_encoding", "statement_timeout", "lock_timeout", "sslnegotiation"];

/**
 * Translates a DATABASE_URL, in libpq's, asyncpg's or psycopg's spelling, into what TypeORM and pg understand. pg gets every part by
 * itself, because it reads URLs in its own way. An encrypted connection always checks the server's certificate, because `require` without
 * the check does not protect from someone in between. @throws ConfigError for certificates that cannot be used.
 */
export function connectionSettings(databaseUrl: string, timeouts?: Timeouts): Partial<PostgresDataSourceOptions> {
  const url = standardUrl(databaseUrl);
  const take = (name: string) => {
    const value = url.searchParams.get(name);
    url.searchParams.delete(name);
    return value;
  };
  const ssl = tlsSettings(url);
  const mode = take("sslmode") ?? take("ssl");
  url.searchParams.delete("ssl");
  if (mode !== null || ssl) url.searchParams.set("sslmode", sslMode(ssl));
  const timeout = Number(take("connect_timeout"));
  const bindsChannel = ["prefer", "require"].includes(take("channel_binding") ?? "");
  const own = take("options") ?? "";
  // PgBouncer, which answers behind Neon's pooled hosts, refuses startup options. The URL's own come last, so they win.
  const options = [isPooled(url.hostname) ? "" : startupOptions(timeouts), own].join(" ").trim();
  const asked = startupOptionsIn(own);
  const port = Number(url.port);
  return {
    url: url.href,
    connectTimeoutMS: timeout > 0 ? timeout * 1000 : timeouts ? CONNECT_MS : OPERATORS_MS,
    extra: {
      connectionString: undefined,
      host: decodeURIComponent(url.hostname).replace(/^\[|\]$/g, ""),
      ...(port > 0 && { port }),
      ...part("user", url.username),
      ...part("password", url.password),
      ...part("database", url.pathname.slice(1)),
      ssl,
      ...Object.fromEntries(
        PASSED_ON.flatMap((name) => (url.searchParams.has(name) ? [[name, url.searchParams.get(name)]] : [])),
      ),
      enableChannelBinding: bindsChannel,
      ...(options !== "" && { options }),
      ...(asked.size > 0 && { onConnect: refuseLostOptions(asked) }),
    },
  };
}

/**
 * Whether the host is Neon's pooled endpoint. That is PgBouncer in transaction mode, which keeps no session state and runs no
 * migrations.
 */
export function isPooled(host: string): boolean {
  return host.split(".", 1)[0]?.endsWith("-pooler") ?? false;
}

const part = (name: string, encoded: string) => (encoded === "" ? {} : { [name]: decodeURIComponent(encoded) });

function sslMode(ssl: ReturnType<typeof tlsSettings>): string {
  if (!ssl) return "disable";
  return ssl.rejectUnauthorized ? "verify-full" : "no-verify";
}
