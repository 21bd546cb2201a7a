import { ClientError, ErrorCode } from "../errors.js";
import type { Answer } from "./OperationRequest.js";

/** How many rows a millisecond of the database's time counts as. The most expensive operations read ten times as many. */
const ROWS_OF_MS = 10;

/** What is known of an operation when it ends. */
export interface Ended {
  /** The most that it could use, in rows. */
  readonly estimate: number;
  /** The cost of its writes, in rows. */
  readonly writes: number;
  /** How long PostgreSQL worked on its statements, by its own clock. */
  readonly databaseMs: number;
  /** How long it took in all. */
  readonly ms: number;
  readonly failures: Answer["failures"];
  readonly isAnswered?: boolean | undefined;
}

/**
 * What an operation has used, in rows, never more than the estimate. It is the time that PostgreSQL says it worked. Everything that makes
 * a statement expensive is in that time, and neither a short answer nor slow reading makes it shorter. An operation that failed on our
 * side has used nothing. An aborted statement, which took too long or whose client hung up, returns no time: then the whole time of the
 * operation counts.
 */
export function usedRows({ estimate, writes, databaseMs, ms, failures, isAnswered }: Ended): number {
  if (failures.length === 0) return rowsOf(writes + databaseMs * ROWS_OF_MS, estimate);
  const clients = failures.map(({ error }) => (error instanceof ClientError ? error : undefined));
  const isEnded = clients.some((client) => client?.details.isOfStatement || client?.details.isHungUp);
  const isOurs = clients.length > 0 && clients.every((client) => !client || client.code === ErrorCode.UNAVAILABLE);
  if (isOurs && !isAnswered && !isEnded) return 0;
  return rowsOf(writes + (isEnded ? ms : databaseMs) * ROWS_OF_MS, estimate);
}

const rowsOf = (used: number, estimate: number): number => Math.max(1, Math.min(Math.ceil(used), estimate));
