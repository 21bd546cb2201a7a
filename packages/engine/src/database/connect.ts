import { setTimeout as wait } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { Connections } from "./Connections.js";
import { explainConnection } from "./explainConnection.js";
import { openDatabase } from "./openDatabase.js";
import type { Log } from "./SqlLogger.js";

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
      await openDatabase(database);
      await Connections.of(database).checkTimeouts();
      return;
    } catch (error) {
      const reason = explainConnection(error, (database.options as { url?: string }).url);
      if (reason === undefined) throw error;
      log.warn(`The database cannot be reached: ${reason} Trying again in ${pause / 1000} s.`);
      await wait(pause, undefined, { signal });
    }
  }
}
