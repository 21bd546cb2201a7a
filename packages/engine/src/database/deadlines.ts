import type { Timeouts } from "./DatabaseSettings.js";

/** How long a new connection may take to be made. */
export const CONNECT_MS = 3_000;
/** How much later than PostgreSQL's own timeout an answer may come, before the connection counts as dead. */
const GRACE_MS = 1_000;

/** How long one statement may stay unanswered. */
export const answerDeadlineMs = ({ statementMs }: Timeouts): number => statementMs + GRACE_MS;

/** How long a transaction may be idle: longer than its request may take. */
export const requestDeadlineMs = (timeouts: Timeouts): number => CONNECT_MS + answerDeadlineMs(timeouts) + GRACE_MS;
