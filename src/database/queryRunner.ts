import type { DataSource } from "typeorm";
import { Connections } from "./Connections.js";
import { lendClient } from "./lendClient.js";

interface Query {
  readonly text: string;
  readonly values: unknown[];
}

/**
 * Runs one short statement outside of a transaction, without TypeORM, and returns pg's result.
 * @throws ClientError UNAVAILABLE when the database cannot be reached.
 */
export function queryRunner(database: DataSource): (query: Query) => Promise<{ rows: unknown[] }> {
  return ({ text, values }) =>
    Connections.of(database).use({
      lane: "check",
      lend: lendClient,
      work: ({ client }) => client.query(text, values),
    });
}
