import type { Origin } from "../../RequestContext.js";
import type { Passwords } from "./Passwords.js";
import type { Throttle } from "./Throttle.js";

/** Checks the password of an account, and counts failures. */
export class PasswordCheck {
  constructor(
    private readonly passwords: Passwords,
    private readonly throttle: Throttle,
  ) {}

  /**
   * Whether the password belongs to the hash. For an unknown account pass no hash; it takes as long.
   * @throws ClientError RATE_LIMITED, also for the right password; UNAVAILABLE when too many are being checked.
   */
  async passes(email: string, { address }: Origin, password: string, hash: string | undefined): Promise<boolean> {
    await this.throttle.check(email, address);
    return this.passwords.inTurn(async () => {
      // Checks once more, because other tries may have failed while this one waited.
      await this.throttle.check(email, address);
      const matches = await this.passwords.matches(password, hash);
      await (matches ? this.throttle.succeed(email, address) : this.throttle.count(email, address));
      return matches;
    });
  }

  /** Clears the failures of the account from this address, after it was proven in another way whose it is. */
  forget(email: string, { address }: Origin): Promise<void> {
    return this.throttle.forget(email, address);
  }

  /**
   * Counts an email that turned out to have an account as a failure: many such tries would tell who has one. @throws
   * ClientError RATE_LIMITED
   */
  async countTakenEmail(email: string, { address }: Origin): Promise<void> {
    await this.throttle.check(email, address);
    await this.throttle.count(email, address);
  }
}
