import type pg from "pg";
import type { DataSource } from "typeorm";
import { Connections, type Lent } from "./Connections.js";
import type { Lane } from "./Line.js";
import { lendClient } from "./lendClient.js";

/** How many statements one connection may have prepared. */
export const MAX_PREPARED = 500;

interface ReadStatement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Runs a statement that only reads, and hands back its rows. It takes a connection from the pool directly: TypeORM's query
 * runner would log the values, and takes as long again as the statement. Tried once more when the connection had died;
 * cancelled at the server when the signal is aborted. What a mutation reads of its own write belongs to the lane of writes, so
 * that slow reads do not keep it waiting.
 * @throws ClientError UNAVAILABLE when the database cannot be reached; the signal's reason.
 */
export function statementRunner(
  database: DataSource,
  isPreparing = true,
): (statement: ReadStatement, signal?: AbortSignal, lane?: Lane) => Promise<readonly (readonly unknown[])[]> {
  return (statement, signal, lane = "read") => {
    database.logger.logQuery(statement.text);
    return Connections.of(database).use({
      lane,
      lend,
      work: ({ client }) => run(client, statement, isPreparing),
      isRepeatable: true,
      signal,
    });
  };
}

async function lend(pool: pg.Pool): Promise<Lent> {
  const { client, release } = await lendClient(pool);
  return { client, release: (isBroken) => release(isBroken || isFull(client)) };
}

async function run(
  client: pg.Client,
  { name, text, values }: ReadStatement,
  isPreparing: boolean,
): Promise<readonly (readonly unknown[])[]> {
  const prepares = isPreparing && name !== undefined;
  if (prepares) preparedBy.set(client, (preparedBy.get(client) ?? new Set()).add(name));
  const { rows } = await client.query<unknown[]>({
    ...(prepares && { name }),
    text,
    values: [...values],
    rowMode: "array",
  } as never);
  return rows;
}

const preparedBy = new WeakMap<pg.Client, Set<string>>();

/**
 * Whether the connection has prepared as many statements as it may. Then it is replaced, because PostgreSQL keeps each of them
 * until the connection ends.
 */
const isFull = (client: pg.Client): boolean => (preparedBy.get(client)?.size ?? 0) >= MAX_PREPARED;
