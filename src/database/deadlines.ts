import type { Timeouts } from "../config.js";

/** How long a request waits for a connection: in the line, and while a new one is made, together. */
export const CHECKOUT_MS = 3_000;
/** How much later than PostgreSQL's own timeout an answer may come, before the connection counts as dead. */
const GRACE_MS = 1_000;

/** How long one statement may stay unanswered. */
export const answerDeadlineMs = ({ statementMs }: Timeouts): number => statementMs + GRACE_MS;

/** How long all that a request does in one go may take, its wait for a connection included: 10 s by default. */
export const requestDeadlineMs = (timeouts: Timeouts): number => CHECKOUT_MS + answerDeadlineMs(timeouts) + GRACE_MS;
