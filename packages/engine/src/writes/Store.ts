import type { DataSource, EntityMetadata } from "typeorm";
import type { AccessPolicy } from "../compiler/AccessPolicy.js";
import { Connections } from "../database/Connections.js";
import { Lent } from "../database/Lent.js";
import type { Constraints } from "../database/refusedWrite.js";
import { transactionRunner } from "../database/transactionRunner.js";
import type { Deadline } from "../gate/Deadline.js";
import type { Gate } from "../gate/Gate.js";
import type { Turn } from "../gate/Turn.js";
import { traced } from "../metrics/traced.js";
import { type LookUp, type Transact, Writer } from "./Writer.js";

/** Runs one statement outside of a transaction. */
export type RunQuery = (statement: { text: string; values: unknown[] }) => Promise<{ rows: unknown[] }>;

/** How the services of an API reach its database. */
export interface Store {
  /** The tables, as the entities declare them. */
  readonly metadatas: readonly EntityMetadata[];
  /** Runs the mutations of viewers, each in one transaction. */
  readonly writer: Writer;
  /** Runs work of the service itself in one transaction, which is not part of a request's spans and figures. */
  readonly transact: Transact;
  /** Looks something up through TypeORM, without a transaction. It writes nothing, so it is tried once more when the connection was lost. */
  readonly lookUp: LookUp;
  /** Runs one short statement, without TypeORM. */
  readonly query: RunQuery;
}

/**
 * Makes the store of a database.
 * @param constraints the meaning of PostgreSQL's constraints to a client.
 * @param gate where work waits; absent for operators' commands, which do one thing after the other.
 * @param noteWrite is called with the milliseconds of each transaction of a mutation.
 */
export function storeOf(
  database: DataSource,
  { viewer, versions, isVersioned }: Pick<AccessPolicy, "viewer" | "versions" | "isVersioned">,
  constraints: Constraints,
  gate?: Gate,
  noteWrite?: (ms: number) => void,
): Store {
  const transact = transactionRunner(database, constraints, gate);
  const asMutation: Transact = (work, deadline) =>
    traced(
      "write",
      () => ({ "db.system.name": "postgresql" }),
      () => transact(work, deadline),
      noteWrite,
    );
  const waited = <T>(run: (turn?: Turn) => Promise<T>, deadline?: Deadline) => (gate ? gate.lookUp(run, deadline) : run());
  return {
    metadatas: database.entityMetadatas,
    writer: new Writer(asMutation, viewer, isVersioned && versions?.raise("$1")),
    transact,
    lookUp: (work, deadline) =>
      waited(
        (turn) =>
          Connections.of(database).use({
            lend: () => Lent.runner(database),
            work: ({ runner: { manager } }) => work(manager),
            isRepeatable: true,
            turn,
          }),
        deadline,
      ),
    query: ({ text, values }) =>
      waited((turn) =>
        Connections.of(database).use({ lend: Lent.client, work: ({ client }) => client.query(text, values), turn }),
      ),
  };
}
