import type { DataSource, EntityMetadata } from "typeorm";
import type { AccessPolicy } from "../compiler/AccessPolicy.js";
import { lookupRunner } from "../database/lookupRunner.js";
import { queryRunner } from "../database/queryRunner.js";
import type { Constraints } from "../database/refusedWrite.js";
import { transactionRunner } from "../database/transactionRunner.js";
import type { Gate } from "../gate/Gate.js";
import { traced } from "../metrics/traced.js";
import { type Transact, Writer } from "./Writer.js";

/** Runs one statement outside of a transaction. */
export type RunQuery = (statement: { text: string; values: unknown[] }) => Promise<{ rows: unknown[] }>;

/** How the services of an API reach its database. */
export interface Store {
  /** The tables, as the entities declare them. */
  readonly metadatas: readonly EntityMetadata[];
  /** Runs the mutations of viewers, each in one transaction. */
  readonly writer: Writer;
  /** Runs work of the service itself in one transaction. It is no span and no figure of a request. */
  readonly transact: Transact;
  /** Looks something up through TypeORM, without a transaction. */
  readonly lookUp: Transact;
  /** Runs one short statement, without TypeORM. */
  readonly query: RunQuery;
}

/**
 * Makes the store of a database.
 * @param constraints what PostgreSQL's constraints mean to a client.
 * @param gate where work waits; absent for operators' commands, which do one thing after the other.
 * @param noteWrite hears how long each transaction of a mutation took, in milliseconds.
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
  return {
    metadatas: database.entityMetadatas,
    writer: new Writer(asMutation, viewer, isVersioned && versions?.raise("$1")),
    transact,
    lookUp: lookupRunner(database, gate),
    query: queryRunner(database, gate),
  };
}
