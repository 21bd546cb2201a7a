import type { RateLimiterPostgres } from "rate-limiter-flexible";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import { rateLimited } from "../../errors.js";
import { networkOf } from "../../networkOf.js";
import { countKey } from "./countKey.js";
import { secondsUntil } from "./secondsUntil.js";

type FailureCount = Pick<RateLimiterPostgres, "points" | "get" | "penalty" | "delete">;

/** Failures, counted in the database, so that all processes count together. */
export interface FailureCounts {
  readonly perAccountAndAddress: FailureCount;
  readonly perAddress: FailureCount;
  readonly clearExpired: () => Promise<unknown>;
}

/**
 * Slows down people who guess passwords. It counts failures of an account and address together, and of an address over all
 * accounts. It never locks an account by itself, because then anybody could lock someone else out.
 */
export class Throttle {
  constructor(private readonly counts: FailureCounts) {}

  /** @throws ClientError RATE_LIMITED */
  async check(email: string, address: string): Promise<void> {
    for (const [count, key] of this.keysOf(email, address)) {
      const failures = await count.get(key);
      if (failures && failures.consumedPoints >= count.points) throw rateLimited(secondsUntil(failures));
    }
  }

  /** Counts a failure. @throws ClientError RATE_LIMITED when this one is over the limit. */
  async count(email: string, address: string): Promise<void> {
    await this.counts.clearExpired();
    for (const [count, key] of this.keysOf(email, address)) {
      const failures = await count.penalty(key);
      if (failures.consumedPoints > count.points) throw rateLimited(secondsUntil(failures));
    }
  }

  /** Clears the failures of the account from this address, after a password that was right. */
  async forget(email: string, address: string): Promise<void> {
    await this.counts.perAccountAndAddress.delete(countKey(normalizeEmail(email), networkOf(address)));
  }

  private keysOf(email: string, address: string): [FailureCount, string][] {
    const network = networkOf(address);
    return [
      [this.counts.perAccountAndAddress, countKey(normalizeEmail(email), network)],
      [this.counts.perAddress, countKey(network)],
    ];
  }
}
