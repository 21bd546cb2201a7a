import type pg from "pg";
import type { DataSource } from "typeorm";
import type { Turn } from "../gate/Turn.js";
import { Connections } from "./Connections.js";
import { Lent } from "./Lent.js";
import { PreparedStatements } from "./PreparedStatements.js";
import { TextQuery } from "./TextQuery.js";

interface ReadStatement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Runs a statement that only reads, and returns its rows: texts byte by byte, Booleans and nulls. It takes a connection from the pool
 * directly: TypeORM's query runner would log the values, and takes as long again as the statement. Tried once more when the connection
 * had died; cancelled at the server when its client has gone or its time is over.
 * @throws ClientError UNAVAILABLE when the database cannot be reached; that reason otherwise.
 */
export function statementRunner(
  database: DataSource,
  isPreparing = true,
): (statement: ReadStatement, turn?: Turn) => Promise<readonly (readonly unknown[])[]> {
  return (statement, turn) => {
    database.logger.logQuery(statement.text);
    return Connections.of(database).use({
      lend: Lent.client,
      work: ({ client }) => run(client, statement, isPreparing),
      isRepeatable: true,
      turn,
    });
  };
}

async function run(
  client: pg.Client,
  statement: ReadStatement,
  isPreparing: boolean,
): Promise<readonly (readonly unknown[])[]> {
  const { name, text } = statement;
  const prepared = isPreparing && name !== undefined ? PreparedStatements.of(client).take(name, text) : undefined;
  const query = new TextQuery({ ...statement, name: prepared?.isKept ? name : undefined }, prepared?.leaving);
  const rows = await query.runOn(client);
  return rows.map((row) => row.map(toValue));
}

/** A column that is not JSON is a Boolean or the viewer's id; JSON has neither of PostgreSQL's spellings of a Boolean. */
const toValue = (text: string | null): unknown => (text === "t" ? true : text === "f" ? false : text);
