import { RateLimiterPostgres } from "rate-limiter-flexible";
import type { FailureCounts } from "./Throttle.js";

/** Runs a statement that reads or writes by itself. */
export type RunQuery = (statement: { text: string; values: unknown[] }) => Promise<{ rows: unknown[] }>;

const WINDOW_SECONDS = 15 * 60;
const PER_ACCOUNT_AND_ADDRESS = 10;
const PER_ADDRESS = 100;

/** Some at a time: a failure does not wait until all that a flood has left is gone. */
const CLEAR_EXPIRED = `DELETE FROM rate_limits
  WHERE key IN (SELECT key FROM rate_limits WHERE expire < $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)`;

/** How many failures are let through in a quarter of an hour. The table is made by a migration. */
export function failureCounts(run: RunQuery): FailureCounts {
  // Without the names that the package gives its statements: older PgBouncers know no prepared statements.
  const storeClient = { query: ({ text, values }: { text: string; values: unknown[] }) => run({ text, values }) };
  const shared = { storeClient, storeType: "client", tableName: "rate_limits", tableCreated: true, duration: WINDOW_SECONDS };
  // Counts that have ended are cleared with the next failure. A timer would keep a serverless database awake.
  const options = { ...shared, clearExpiredByTimeout: false };
  return {
    perAccountAndAddress: new RateLimiterPostgres({
      ...options,
      keyPrefix: "account-and-address",
      points: PER_ACCOUNT_AND_ADDRESS,
    }),
    perAddress: new RateLimiterPostgres({ ...options, keyPrefix: "address", points: PER_ADDRESS }),
    clearExpired: () => run({ text: CLEAR_EXPIRED, values: [Date.now()] }),
  };
}
