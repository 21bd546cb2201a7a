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
 * Runs work in one transaction: all of it is written or nothing. Undone by PostgreSQL because of another transaction it is run
 * once more, whole; a lost connection is never tried again, since the commit may have been heard.
 * @throws ClientError UNAVAILABLE when the database cannot be asked, and what refusedWrite says of its refusals.
 */
export function transactionRunner(
  database: DataSource,
  constraints: Constraints,
): <T>(work: (manager: EntityManager) => Promise<T>) => Promise<T> {
  return async (work) => {
    const connections = Connections.of(database);
    const once = (manager: EntityManager) =>
      manager.transaction(async (inside) => {
        await connections.limitTransaction(inside);
        return work(inside);
      });
    try {
      return await connections.use({
        lane: "write",
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
