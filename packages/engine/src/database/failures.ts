import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from "typeorm";
import { type ClientError, unavailable } from "../errors.js";
import { databaseErrorOf } from "./databaseErrorOf.js";
import { meaningOf } from "./meaningOf.js";
import { sqlStateOf } from "./sqlStateOf.js";
import { sqlStates } from "./sqlStates.js";

/** A connection that was ended by us: it did not answer in time, or not in a way that can be read. */
export class ConnectionGivenUpError extends Error {}

const RETRY_SECONDS = 5;
/** After these the server closes the connection, whatever the code says. */
const ENDING: ReadonlySet<unknown> = new Set(["FATAL", "PANIC"]);
/** Where PostgreSQL finds that the rows of a prepared statement have changed their types. It has no code of its own for that. */
const STALE_PLAN = "RevalidateCachedQuery";
const SOCKET_CALLS: ReadonlySet<unknown> = new Set(["connect", "read", "write", "getaddrinfo"]);
/** pg gives these errors no code. */
const MESSAGE =
  /timeout exceeded when trying to connect|timeout expired|Connection terminated|Client has encountered a connection error|Client was closed|not queryable|^Received unexpected/;

/**
 * Says what a failure of the database means for a client: UNAVAILABLE, with when to try again. No other file knows that. Undefined for
 * refused rows, which are the client's, and for mistakes in our SQL.
 */
export function failureOf(error: unknown): ClientError | undefined {
  const { reason, isOfStatement } = meaningOf(sqlStateOf(error));
  const isGone = isEnding(error) || isLost(error) || isGivenUp(error);
  if (isGone) return unavailable(reason ?? "down", { retryAfterSeconds: RETRY_SECONDS });
  return reason && unavailable(reason, { retryAfterSeconds: RETRY_SECONDS, ...(isOfStatement && { isOfStatement }) });
}

/** Whether the connection is lost, so that a read may be tried on another. A connection that we gave up is not lost: its time is over. */
export function isLost(error: unknown): boolean {
  const cause = causeOf(error);
  if (!(cause instanceof Error) || cause instanceof ConnectionGivenUpError) return false;
  if (cause instanceof AggregateError && cause.errors.some(isLost)) return true;
  return (
    cause instanceof QueryRunnerAlreadyReleasedError ||
    cause instanceof QueryRunnerProviderAlreadyReleasedError ||
    meaningOf(sqlStateOf(cause)).endsSession === true ||
    SOCKET_CALLS.has((cause as NodeJS.ErrnoException).syscall) ||
    MESSAGE.test(cause.message)
  );
}

/** Whether the server ends the connection with this error. */
export const isEnding = (error: unknown): boolean => ENDING.has(databaseErrorOf(error).severity);

/** Whether the server has undone the transaction because of another one. */
export const mayRunAgain = (error: unknown): boolean => meaningOf(sqlStateOf(error)).mayRunAgain === true;

/** Whether the session lacks a statement that we have prepared in it, or has it in an outdated form. Another session may run it. */
export function isForgotten(error: unknown): boolean {
  const { code, routine } = databaseErrorOf(error);
  return code === sqlStates.invalidStatementName || routine === STALE_PLAN;
}

export const isGivenUp = (error: unknown): boolean => causeOf(error) instanceof ConnectionGivenUpError;

/** What the log says of a failure: a code, never the driver's text, which names hosts and users. */
export function failureCodeOf(error: unknown): string {
  const cause = causeOf(error);
  const code = sqlStateOf(cause) || (cause instanceof AggregateError && sqlStateOf(cause.errors[0]));
  return code || (cause instanceof Error ? cause.constructor.name : "unknown");
}

const causeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "driverError" in error ? error.driverError : error;
