import type { Timeouts } from "./DatabaseSettings.js";
import { requestDeadlineMs } from "./deadlines.js";

/**
 * Each prepared statement is planned once, for any values. Joined statements have lists for values, for which PostgreSQL would make a new
 * plan each time. Page sizes are part of the text, so one plan fits all values.
 */
export const PLANNING = { plan_cache_mode: "force_generic_plan" };

const NO_TIMEOUTS = { statement_timeout: 0, lock_timeout: 0, idle_in_transaction_session_timeout: 0 };

/**
 * The settings of each session: it notices within a second that its client is gone, also in mid-statement and behind a network that
 * swallows packets, and gives up what takes too long. Operators' sessions have no timeouts, whatever the role says.
 */
export function startupOptions(timeouts?: Timeouts): string {
  const settings = {
    jit: "off",
    client_connection_check_interval: "1s",
    tcp_keepalives_idle: 10,
    tcp_keepalives_interval: 5,
    tcp_keepalives_count: 3,
    ...(timeouts ? { ...PLANNING, ...timeoutSettings(timeouts) } : NO_TIMEOUTS),
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(" ");
}

/** PostgreSQL's own timeouts, in milliseconds. No transaction outlives its request. */
export const timeoutSettings = (timeouts: Timeouts): Record<string, number> => ({
  statement_timeout: timeouts.statementMs,
  lock_timeout: timeouts.lockMs,
  idle_in_transaction_session_timeout: requestDeadlineMs(timeouts),
});
