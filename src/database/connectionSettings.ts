import type { PostgresDataSourceOptions } from "typeorm/driver/postgres/PostgresDataSourceOptions.js";
import { standardUrl } from "../config/standardUrl.js";
import type { Timeouts } from "../config.js";
import { CONNECT_MS } from "./deadlines.js";
import { startupOptions } from "./startupOptions.js";

const UNENCRYPTED = new Set(["disable", "allow", "prefer", "false"]);

/**
 * Translates a DATABASE_URL, in libpq's, asyncpg's or psycopg's spelling, into what TypeORM and pg understand. An encrypted
 * connection always checks the server's certificate, because `require` without the check does not protect from someone in
 * between.
 */
export function connectionSettings(databaseUrl: string, timeouts?: Timeouts): Partial<PostgresDataSourceOptions> {
  const url = standardUrl(databaseUrl);
  const take = (name: string) => {
    const value = url.searchParams.get(name);
    url.searchParams.delete(name);
    return value;
  };
  const mode = take("sslmode") ?? take("ssl");
  url.searchParams.delete("ssl");
  if (mode !== null) url.searchParams.set("sslmode", sslMode(mode));
  const timeout = Number(take("connect_timeout"));
  const bindsChannel = ["prefer", "require"].includes(take("channel_binding") ?? "");
  // PgBouncer, which answers behind Neon's pooled hosts, refuses startup options. The URL's own come last, so they win.
  const options = [isPooled(url.hostname) ? "" : startupOptions(timeouts), take("options") ?? ""].join(" ").trim();
  return {
    url: url.href,
    connectTimeoutMS: timeout > 0 ? timeout * 1000 : CONNECT_MS,
    extra: { enableChannelBinding: bindsChannel, ...(options !== "" && { options }) },
  };
}

/**
 * Whether the host is Neon's pooled endpoint. That is PgBouncer in transaction mode, which keeps no session state and runs no
 * migrations.
 */
export function isPooled(host: string): boolean {
  return host.split(".", 1)[0]?.endsWith("-pooler") ?? false;
}

function sslMode(mode: string): string {
  if (UNENCRYPTED.has(mode)) return "disable";
  return mode === "no-verify" ? mode : "verify-full";
}
