import type { DataSource, EntityManager } from "typeorm";
import { Connections } from "./Connections.js";
import { lendRunner } from "./lendRunner.js";

/**
 * Runs work that looks something up through TypeORM, without a transaction. It writes nothing, so it is tried once more when
 * the connection was lost. @throws ClientError UNAVAILABLE when the database cannot be reached.
 */
export function lookupRunner(database: DataSource): <T>(work: (manager: EntityManager) => Promise<T>) => Promise<T> {
  return (work) =>
    Connections.of(database).use({
      lane: "check",
      lend: () => lendRunner(database),
      work: ({ runner: { manager } }) => work(manager),
      isRepeatable: true,
    });
}
