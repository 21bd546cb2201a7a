import { spawn } from "node:child_process";
import { once } from "node:events";
import type { DatabaseConfig } from "../../config.js";
import { connectionSettings } from "../connectionSettings.js";
import { migrationEndpoint } from "./migrationEndpoint.js";
import { OperationError } from "./OperationError.js";

/**
 * Opens psql on the database, and returns its exit code. The password goes through the environment, because other processes can
 * read arguments.
 */
export async function psql(config: DatabaseConfig, words: readonly string[]): Promise<number> {
  const endpoint = migrationEndpoint(config);
  if (!endpoint) throw new OperationError("The embedded database has no psql. Set DATABASE_URL to use it.");
  const url = new URL(String(connectionSettings(endpoint.url).url));
  const mode = url.searchParams.get("sslmode");
  const child = spawn("psql", [...words], {
    stdio: "inherit",
    env: {
      ...process.env,
      PGHOST: url.hostname,
      PGPORT: url.port || "5432",
      PGUSER: decodeURIComponent(url.username),
      PGPASSWORD: decodeURIComponent(url.password),
      PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
      ...(mode && { PGSSLMODE: mode === "no-verify" ? "require" : mode }),
      ...(mode === "verify-full" && { PGSSLROOTCERT: "system" }),
    },
  });
  const [code] = await Promise.race([
    once(child, "exit"),
    once(child, "error").then(() => {
      throw new OperationError("psql is not installed. Install PostgreSQL's client (postgresql-client), then run this again.");
    }),
  ]);
  return Number(code ?? 1);
}
