import { setTimeout as wait } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { Connections } from "./Connections.js";
import { meaningOf } from "./meaningOf.js";
import type { Log } from "./SqlLogger.js";
import { sqlStateOf } from "./sqlStateOf.js";
import { sqlStates } from "./sqlStates.js";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Connects, and tries again with longer and longer pauses while the database cannot be reached. The log gets one line for each
 * failed try, without host, user or password. @throws the signal's reason when it is aborted first.
 */
export async function connect(database: DataSource, log: Log, signal: AbortSignal): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    try {
      if (!database.isInitialized) await database.initialize();
      await Connections.of(database).checkTimeouts();
      return;
    } catch (error) {
      if (leaveOutOptions(database, error)) continue;
      const reason = explainConnection(error);
      if (reason === undefined) throw error;
      log.warn(`The database cannot be reached: ${reason} Trying again in ${pause / 1000} s.`);
      await wait(pause, undefined, { signal });
    }
  }
}

/** PgBouncer refuses session settings that it does not know. The connection works without them. */
function leaveOutOptions(database: DataSource, error: unknown): boolean {
  const { extra } = database.options as { extra?: { options?: string } };
  if (sqlStateOf(error) !== sqlStates.protocolViolation || extra?.options === undefined) return false;
  database.setOptions({ extra: { ...extra, options: undefined } });
  return true;
}

const EXPLANATIONS: Record<string, string> = {
  ECONNREFUSED: "nothing listens at the host and port of DATABASE_URL. Is PostgreSQL running?",
  ENOTFOUND: "the host of DATABASE_URL is unknown. Check its spelling and the network.",
  EAI_AGAIN: "the host of DATABASE_URL cannot be looked up. Check the network.",
};

/**
 * Says why the database cannot be reached, without host, user and password. Undefined when the error is no failure to connect.
 */
export function explainConnection(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  const code = sqlStateOfPgBouncer(error as Error & { code?: string });
  const known = EXPLANATIONS[code] ?? meaningOf(code).explanation;
  if (known !== undefined) return known;
  if (/SSL|certificate|self.signed/i.test(`${message} ${code}`))
    return "the encrypted connection could not be set up. Check sslmode in DATABASE_URL and the server's certificate.";
  return "code" in error || /connect|terminated|password/i.test(message)
    ? `it failed with ${code || "no answer in time"}.`
    : undefined;
}

/** PgBouncer has one code for everything that it refuses. Its message tells which code PostgreSQL would have used. */
function sqlStateOfPgBouncer({ code = "", message }: Error & { code?: string }): string {
  if (code !== sqlStates.protocolViolation) return code;
  if (/password|auth|no such user/i.test(message)) return sqlStates.invalidPassword;
  return /no such database/i.test(message) ? sqlStates.invalidCatalogName : code;
}
