import type { RateLimiterPostgres } from "rate-limiter-flexible";
import { ClientError, ErrorCode, networkOf } from "#engine/features";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import { countKey } from "./countKey.js";
import type { NetworkFailures } from "./NetworkFailures.js";
import { secondsUntil } from "./secondsUntil.js";

/** Failures, counted in the database, so that all processes count together. */
export interface SignInLimits {
  readonly perAccountAndNetwork: Pick<RateLimiterPostgres, "points" | "get" | "penalty" | "delete">;
  readonly perNetwork: NetworkFailures;
  readonly clearExpired: () => Promise<unknown>;
}

/** Over how many seconds the clients of a slowed network are spread, so that they do not all come back at once. */
const SPREAD_SECONDS = 5;

/**
 * Slows down guessing of passwords. An account is locked only for the network that has failed too often with it, so nobody can lock
 * someone else out everywhere. A network is slowed over all accounts and never locked, so that one device shuts no school out.
 */
export class Throttle {
  constructor(private readonly counts: SignInLimits) {}

  /** @throws ClientError RATE_LIMITED */
  async check(email: string, address: string): Promise<void> {
    const { perAccountAndNetwork, perNetwork } = this.counts;
    const failures = await perAccountAndNetwork.get(accountKey(email, address));
    if (failures && failures.consumedPoints >= perAccountAndNetwork.points) throw rateLimited(secondsUntil(failures));
    const fullFor = await perNetwork.fullFor(networkKey(address));
    if (fullFor > 0) throw slowed(fullFor);
  }

  /** Counts a failure. @throws ClientError RATE_LIMITED when there was no room for it any more. */
  async count(email: string, address: string): Promise<void> {
    const { perAccountAndNetwork, perNetwork, clearExpired } = this.counts;
    await clearExpired();
    const failures = await perAccountAndNetwork.penalty(accountKey(email, address));
    if (failures.consumedPoints > perAccountAndNetwork.points) throw rateLimited(secondsUntil(failures));
    if (!(await perNetwork.add(networkKey(address)))) throw slowed(0);
  }

  /** After a password that was right: clears the failures of the account from this network, which has more room from now on. */
  async succeed(email: string, address: string): Promise<void> {
    await this.forget(email, address);
    await this.counts.perNetwork.noteSuccess(networkKey(address));
  }

  /** Clears the failures of the account from this network. */
  async forget(email: string, address: string): Promise<void> {
    await this.counts.perAccountAndNetwork.delete(accountKey(email, address));
  }
}

const accountKey = (email: string, address: string): string => countKey(normalizeEmail(email), networkOf(address));
const networkKey = (address: string): string => countKey(networkOf(address));
const slowed = (ms: number) => rateLimited(1 + Math.ceil(ms / 1000) + Math.floor(SPREAD_SECONDS * Math.random()));

const rateLimited = (retryAfterSeconds: number) =>
  new ClientError(ErrorCode.RATE_LIMITED, `That failed too often. Try again in ${retryAfterSeconds} seconds.`, {
    retryAfterSeconds,
  });
