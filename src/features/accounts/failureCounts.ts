import { RateLimiterPostgres } from "rate-limiter-flexible";
import type { FailureCounts } from "./Throttle.js";

/** Runs one statement outside of a transaction. */
export type RunQuery = (statement: { text: string; values: unknown[] }) => Promise<{ rows: unknown[] }>;

const WINDOW_SECONDS = 15 * 60;
const PER_ACCOUNT_AND_ADDRESS = 10;
const PER_ADDRESS = 100;

/** Some at a time: a failure does not wait until all that a flood has left is gone. */
const CLEAR_EXPIRED = `DELETE FROM rate_limits
  WHERE key IN (SELECT key FROM rate_limits WHERE expire < $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)`;

/** Counts failures within a quarter of an hour. A migration makes the table. */
export function failureCounts(run: RunQuery): FailureCounts {
  // Leaves out the names that the package gives its statements, because older PgBouncers cannot prepare statements.
  const storeClient = { query: ({ text, values }: { text: string; values: unknown[] }) => run({ text, values }) };
  const shared = { storeClient, storeType: "client", tableName: "rate_limits", tableCreated: true, duration: WINDOW_SECONDS };
  // The next failure clears counts that have expired. A timer would keep a serverless database awake.
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
