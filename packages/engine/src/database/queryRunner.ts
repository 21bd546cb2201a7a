import type { DataSource } from "typeorm";
import type { Deadline } from "../gate/Deadline.js";
import type { Gate } from "../gate/Gate.js";
import type { Turn } from "../gate/Turn.js";
import { Connections } from "./Connections.js";
import { lendClient } from "./lendClient.js";

interface Query {
  readonly text: string;
  readonly values: unknown[];
}

/**
 * Runs one short statement outside of a transaction, without TypeORM, and returns pg's result.
 * @param gate that it waits at; operators' commands have none. @throws ClientError UNAVAILABLE when the database cannot be reached.
 */
export function queryRunner(
  database: DataSource,
  gate?: Pick<Gate, "lookUp">,
): (query: Query, deadline?: Deadline) => Promise<{ rows: unknown[] }> {
  return ({ text, values }, deadline) => {
    const run = (turn?: Turn) =>
      Connections.of(database).use({
        lend: lendClient,
        work: ({ client }) => client.query(text, values),
        ...(turn && { turn }),
      });
    return gate ? gate.lookUp(run, deadline) : run();
  };
}
