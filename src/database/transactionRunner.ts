import type { DataSource, EntityManager } from "typeorm";
import { conflict } from "../errors.js";
import { Connections } from "./Connections.js";
import { lendRunner } from "./lendRunner.js";
import { type Constraints, refusedWrite } from "./refusedWrite.js";
import { sqlStateOf } from "./sqlStateOf.js";
import { sqlStates } from "./sqlStates.js";

/** PostgreSQL has undone the whole transaction because of another one; running it again may do. */
const MAY_RUN_AGAIN: ReadonlySet<string> = new Set([sqlStates.serializationFailure, sqlStates.deadlockDetected]);

/**
 * Runs work in one transaction: all of it is written or nothing. When PostgreSQL rolls it back because of another transaction,
 * it runs once more, as a whole. After a lost connection it is never tried again, because the commit may have happened.
 * When the signal is aborted it is undone, unless it is being committed.
 * @throws ClientError UNAVAILABLE when the database cannot be reached; the signal's reason; what refusedWrite makes of a rejected write.
 */
export function transactionRunner(
  database: DataSource,
  constraints: Constraints,
): <T>(work: (manager: EntityManager) => Promise<T>, signal?: AbortSignal) => Promise<T> {
  return async (work, signal) => {
    const connections = Connections.of(database);
    const once = (manager: EntityManager) =>
      manager.transaction(async (inside) => {
        await connections.limitTransaction(inside);
        return work(inside);
      });
    try {
      return await connections.use({
        lane: "write",
        signal,
        lend: () => lendRunner(database),
        work: ({ runner: { manager } }) =>
          once(manager).catch((error: unknown) => {
            if (MAY_RUN_AGAIN.has(sqlStateOf(error))) return once(manager);
            throw error;
          }),
      });
    } catch (error) {
      if (MAY_RUN_AGAIN.has(sqlStateOf(error))) throw conflict("Others are changing the same thing just now. Try again.");
      throw refusedWrite(error, constraints) ?? error;
    }
  };
}
