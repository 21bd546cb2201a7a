import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { connectionSettings } from "#engine/database";
import { migrationEndpoint } from "./migrationEndpoint.js";
import { OperationError } from "./OperationError.js";
import type { OperatorsSettings } from "./OperatorsSettings.js";

/**
 * Opens psql on the database, and returns its exit code. The password goes through the environment, because other processes can
 * read arguments.
 */
export async function psql(config: OperatorsSettings, words: readonly string[]): Promise<number> {
  const endpoint = migrationEndpoint(config);
  if (!endpoint) throw new OperationError("The embedded database has no psql. Set DATABASE_URL to use it.");
  const { url, extra } = connectionSettings(endpoint.url);
  const { host, port, user, password, database, ssl, options } = extra as Partial<Record<string, string>>;
  const { searchParams: parameters } = new URL(String(url));
  const mode = parameters.get("sslmode");
  const folder = mkdtempSync(join(tmpdir(), "novadraw-psql-"));
  const child = spawn("psql", [...words], {
    stdio: "inherit",
    env: {
      ...process.env,
      PGHOST: host,
      PGPORT: String(port ?? 5432),
      ...(user !== undefined && { PGUSER: user }),
      ...(password !== undefined && { PGPASSWORD: password }),
      ...(database !== undefined && { PGDATABASE: database }),
      PGOPTIONS: options ?? "",
      ...(mode && { PGSSLMODE: mode === "no-verify" ? "require" : mode }),
      ...(ssl && mode === "verify-full" && { PGSSLROOTCERT: rootsOf(parameters, folder) }),
      ...(ssl &&
        parameters.has("sslcert") && {
          PGSSLCERT: String(parameters.get("sslcert")),
          PGSSLKEY: String(parameters.get("sslkey")),
        }),
    },
  });
  const [code] = await Promise.race([
    once(child, "exit"),
    once(child, "error").then(() => {
      throw new OperationError("psql is not installed. Install PostgreSQL's client (postgresql-client), then run this again.");
    }),
  ]).finally(() => rmSync(folder, { recursive: true }));
  return Number(code ?? 1);
}

const rootsOf = (parameters: URLSearchParams, folder: string): string => {
  const named = parameters.get("sslrootcert");
  return named === null || named === "system" ? trustedIn(folder) : named;
};

/** The authorities that the service trusts, as a file: before version 16, psql cannot be told to trust the system's. */
function trustedIn(folder: string): string {
  const { NODE_EXTRA_CA_CERTS: extra } = process.env;
  const file = join(folder, "authorities.pem");
  writeFileSync(file, [...rootCertificates, ...(extra ? [readFileSync(extra, "utf8")] : [])].join("\n"));
  return file;
}
