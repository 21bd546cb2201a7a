import { RateLimiterPostgres } from "rate-limiter-flexible";
import type { RunQuery } from "#engine/features";
import { NetworkFailures } from "./NetworkFailures.js";
import type { SignInLimits } from "./Throttle.js";

const WINDOW_SECONDS = 15 * 60;
const PER_ACCOUNT_AND_NETWORK = 10;
const MAILS_PER_NETWORK = 100;
const MAILS_PER_MAILBOX = 3;

/** Some at a time: a failure does not wait until all rows of a flood are gone. */
const CLEAR_EXPIRED = `DELETE FROM rate_limits
  WHERE key IN (SELECT key FROM rate_limits WHERE expire < $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)`;

/** Mails that were asked for, counted in the database too. */
export interface MailLimits {
  readonly perMailbox: MailCount;
  readonly perNetwork: MailCount;
  readonly clearExpired: () => Promise<unknown>;
}

type MailCount = Pick<RateLimiterPostgres, "points" | "penalty">;

/** Counts failures by account and by network within a quarter of an hour. A migration makes the table. */
export function signInLimits(run: RunQuery): SignInLimits {
  return {
    perAccountAndNetwork: counter(run, "account-and-network", PER_ACCOUNT_AND_NETWORK),
    perNetwork: new NetworkFailures(run),
    clearExpired: () => run({ text: CLEAR_EXPIRED, values: [Date.now()] }),
  };
}

/** Counts mails that were asked for within a quarter of an hour, in the same table. */
export function mailLimits(run: RunQuery): MailLimits {
  return {
    perMailbox: counter(run, "mail-to", MAILS_PER_MAILBOX),
    perNetwork: counter(run, "mail-from", MAILS_PER_NETWORK),
    clearExpired: () => run({ text: CLEAR_EXPIRED, values: [Date.now()] }),
  };
}

function counter(run: RunQuery, keyPrefix: string, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    // Leaves out the names that the package gives its statements, because older PgBouncers cannot prepare statements.
    storeClient: { query: ({ text, values }: { text: string; values: unknown[] }) => run({ text, values }) },
    storeType: "client",
    tableName: "rate_limits",
    tableCreated: true,
    duration: WINDOW_SECONDS,
    // The next failure clears counts that have expired. A timer would keep a serverless database awake.
    clearExpiredByTimeout: false,
    keyPrefix,
    points,
  });
}
