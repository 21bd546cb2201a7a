import { ClientError, ErrorCode } from "../errors.js";
import type { Answer } from "./OperationRequest.js";

/** How many rows a millisecond of the database's time counts as. The dearest operations read ten times as many. */
const ROWS_OF_MS = 10;

/** What is known of an operation when it ends. */
export interface Ended {
  /** The most that it could use, in rows. */
  readonly estimate: number;
  /** What it weighs besides what it reads, in rows. */
  readonly writes: number;
  /** How long PostgreSQL worked on its statements, by its own clock. */
  readonly databaseMs: number;
  /** How long it took in all. */
  readonly ms: number;
  readonly failures: Answer["failures"];
  readonly isAnswered?: boolean;
}

/**
 * What an operation has used, in rows, never more than the estimate. It is the time that PostgreSQL says it worked on it: what makes a
 * statement dear is in that, whether its answer is long or short, and a client that sends less, asks for nothing back, or reads slowly makes
 * it no shorter. An operation that failed on our side has used nothing. A statement that was ended, because it took too long or its client
 * has hung up, told no time: then all of the operation's counts.
 */
export function usedRows({ estimate, writes, databaseMs, ms, failures, isAnswered }: Ended): number {
  const clients = failures.map(({ error }) => (error instanceof ClientError ? error : undefined));
  const isEnded = clients.some((client) => client?.details.isOfStatement || client?.details.isHungUp);
  const isOurs = clients.length > 0 && clients.every((client) => !client || client.code === ErrorCode.UNAVAILABLE);
  if (isOurs && !isAnswered && !isEnded) return 0;
  const used = writes + (isEnded ? ms : databaseMs) * ROWS_OF_MS;
  return Math.max(1, Math.min(Math.ceil(used), estimate));
}
