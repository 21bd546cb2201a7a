import type { DataSource, EntityManager } from "typeorm";
import type { Deadline } from "../gate/Deadline.js";
import type { Gate } from "../gate/Gate.js";
import type { Turn } from "../gate/Turn.js";
import { Connections } from "./Connections.js";
import { lendRunner } from "./lendRunner.js";

/**
 * Runs work that looks something up through TypeORM, without a transaction. It writes nothing, so it is tried once more when
 * the connection was lost. @param gate that it waits at; operators' commands have none. @throws ClientError UNAVAILABLE.
 */
export function lookupRunner(
  database: DataSource,
  gate?: Pick<Gate, "lookUp">,
): <T>(work: (manager: EntityManager) => Promise<T>, deadline?: Deadline) => Promise<T> {
  return (work, deadline) => {
    const run = (turn?: Turn) =>
      Connections.of(database).use({
        lend: () => lendRunner(database),
        work: ({ runner: { manager } }) => work(manager),
        isRepeatable: true,
        ...(turn && { turn }),
      });
    return gate ? gate.lookUp(run, deadline) : run();
  };
}
