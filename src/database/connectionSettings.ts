import type { PostgresDataSourceOptions } from "typeorm/driver/postgres/PostgresDataSourceOptions.js";

const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;
const UNENCRYPTED = new Set(["disable", "allow", "prefer", "false"]);

/**
 * Translates a DATABASE_URL, in libpq's, asyncpg's or psycopg's spelling, into what TypeORM and pg understand. An encrypted
 * connection always checks the server's certificate, because `require` without the check protects from nobody in between.
 */
export function connectionSettings(databaseUrl: string): Partial<PostgresDataSourceOptions> {
  const url = new URL(databaseUrl.replace(/^postgres(ql)?(\+\w+)?:/, "postgresql:"));
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
  return {
    url: url.href,
    connectTimeoutMS: timeout > 0 ? timeout * 1000 : DEFAULT_CONNECT_TIMEOUT_MS,
    extra: {
      enableChannelBinding: bindsChannel,
      // PgBouncer, which answers behind Neon's pooled hosts, refuses startup options.
      ...(!isPooled(url.hostname) && !url.searchParams.has("options") && { options: "-c jit=off" }),
    },
  };
}

/** Whether the host is Neon's pooled endpoint, PgBouncer in transaction mode: no session state and no migrations. */
export function isPooled(host: string): boolean {
  return host.split(".", 1)[0]?.endsWith("-pooler") ?? false;
}

function sslMode(mode: string): string {
  if (UNENCRYPTED.has(mode)) return "disable";
  return mode === "no-verify" ? mode : "verify-full";
}
