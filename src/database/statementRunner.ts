import type pg from "pg";
import type { DataSource } from "typeorm";
import type { Turn } from "../gate/Turn.js";
import { Connections, type Lent } from "./Connections.js";
import { lendClient } from "./lendClient.js";
import { TextQuery } from "./TextQuery.js";

/** How many statements one connection may have prepared. */
export const MAX_PREPARED = 500;

interface ReadStatement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Runs a statement that only reads, and hands back its rows: texts byte by byte, Booleans and nulls. It takes a connection from the pool directly: TypeORM's query
 * runner would log the values, and takes as long again as the statement. Tried once more when the connection had died; cancelled at the
 * server when nobody waits for it any more.
 * @throws ClientError UNAVAILABLE when the database cannot be reached; why nobody waits any more.
 */
export function statementRunner(
  database: DataSource,
  isPreparing = true,
): (statement: ReadStatement, turn?: Turn) => Promise<readonly (readonly unknown[])[]> {
  return (statement, turn) => {
    database.logger.logQuery(statement.text);
    return Connections.of(database).use({
      lend,
      work: ({ client }) => run(client, statement, isPreparing),
      isRepeatable: true,
      ...(turn && { turn }),
    });
  };
}

async function lend(pool: pg.Pool): Promise<Lent> {
  const { client, release } = await lendClient(pool);
  return { client, release: (isBroken) => release(isBroken || isFull(client)) };
}

async function run(
  client: pg.Client,
  statement: ReadStatement,
  isPreparing: boolean,
): Promise<readonly (readonly unknown[])[]> {
  const prepares = isPreparing && statement.name !== undefined;
  if (statement.name !== undefined && prepares) notePrepared(client, statement.name);
  const rows = await new TextQuery(prepares ? statement : { ...statement, name: undefined }).runOn(client);
  return rows.map((row) => row.map(toValue));
}

/** What is no JSON is a Boolean or the viewer's id; JSON has neither of PostgreSQL's spellings of a Boolean. */
const toValue = (text: string | null): unknown => (text === "t" ? true : text === "f" ? false : text);

const preparedBy = new WeakMap<pg.Client, Set<string>>();

function notePrepared(client: pg.Client, name: string): void {
  const names = preparedBy.get(client);
  if (names) names.add(name);
  else preparedBy.set(client, new Set([name]));
}

/**
 * Whether the connection has prepared as many statements as it may. Then it is replaced, because PostgreSQL keeps each of them
 * until the connection ends.
 */
const isFull = (client: pg.Client): boolean => (preparedBy.get(client)?.size ?? 0) >= MAX_PREPARED;
