import type pg from "pg";
import type { DataSource } from "typeorm";
import { Connections } from "./Connections.js";
import type { Lane } from "./Line.js";
import { lendClient } from "./lendClient.js";
import { PreparedStatements } from "./PreparedStatements.js";
import { TextQuery } from "./TextQuery.js";

interface ReadStatement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Runs a statement that only reads, and hands back its rows: texts byte by byte, Booleans and nulls. It takes a connection from the pool directly: TypeORM's query
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
      lend: lendClient,
      work: ({ client }) => run(client, statement, isPreparing),
      isRepeatable: true,
      signal,
    });
  };
}

async function run(
  client: pg.Client,
  statement: ReadStatement,
  isPreparing: boolean,
): Promise<readonly (readonly unknown[])[]> {
  const { name, text } = statement;
  const place = isPreparing && name !== undefined ? PreparedStatements.of(client).take(name, text) : undefined;
  const query = new TextQuery({ ...statement, name: place?.isKept ? name : undefined }, place?.leaving);
  const rows = await query.runOn(client);
  return rows.map((row) => row.map(toValue));
}

/** What is no JSON is a Boolean or the viewer's id; JSON has neither of PostgreSQL's spellings of a Boolean. */
const toValue = (text: string | null): unknown => (text === "t" ? true : text === "f" ? false : text);
