import { setTimeout as wait } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { explainConnection, isLost, openDatabase, sqlStateOf, sqlStates } from "#engine/database";
import { OperationError } from "./OperationError.js";
import type { Progress } from "./Report.js";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2_000;
const DEFAULT_MS = 30_000;
/** After so long without an answer, the command prints what it waits for. */
const QUIET_MS = 2_000;
/** Failures that do not go away by themselves. */
const LASTING: ReadonlySet<string> = new Set(["ENOTFOUND", sqlStates.protocolViolation]);

/**
 * Connects for an operator's command. It waits for a database that wakes or starts, up to half a minute or as long as connect_timeout in
 * DATABASE_URL says, and prints a line about it. @throws OperationError with the reason when it cannot be reached.
 */
export async function openPatiently(database: DataSource, say: Progress): Promise<void> {
  const { url, connectTimeoutMS: ms = DEFAULT_MS } = database.options as { url?: string; connectTimeoutMS?: number };
  const until = performance.now() + ms;
  let tell: Progress | undefined = (why) => {
    say(`${why} Waiting for it, up to ${ms / 1000} s …`);
    tell = undefined;
  };
  const quiet = setTimeout(() => tell?.("The database does not answer yet."), QUIET_MS);
  try {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await openDatabase(database);
      } catch (error) {
        const reason = explainConnection(error, url);
        if (reason === undefined) throw error;
        if (!isPassing(error) || performance.now() + pause > until) throw unreachable(reason, error);
        tell?.(`The database cannot be reached yet: ${reason}`);
        await wait(pause);
      }
    }
  } finally {
    clearTimeout(quiet);
  }
}

function isPassing(error: unknown): boolean {
  const state = sqlStateOf(error);
  return !LASTING.has(state) && (isLost(error) || state === sqlStates.tooManyConnections);
}

const unreachable = (reason: string, cause: unknown) =>
  new OperationError(`The database cannot be reached: ${reason}`, { cause });
