import type { Origin } from "../../RequestContext.js";
import type { Passwords } from "./Passwords.js";
import type { Throttle } from "./Throttle.js";

/** Checks the password of an account, and counts what fails, once a call. */
export class PasswordCheck {
  constructor(
    private readonly passwords: Passwords,
    private readonly throttle: Throttle,
  ) {}

  /**
   * Whether the password is the one of the hash; no hash is an account that does not exist, and takes as long.
   * @throws ClientError RATE_LIMITED, also for the right password; UNAVAILABLE when too many are being checked.
   */
  async passes(email: string, { address }: Origin, password: string, hash: string | undefined): Promise<boolean> {
    await this.throttle.check(email, address);
    return this.passwords.inTurn(async () => {
      // Once more: whoever waited for this turn may have failed too often meanwhile.
      await this.throttle.check(email, address);
      const matches = await this.passwords.matches(password, hash);
      await (matches ? this.throttle.forget(email, address) : this.throttle.count(email, address));
      return matches;
    });
  }

  /** Counts an email that was asked for and has an account: whoever tries many of them learns who has one. @throws ClientError RATE_LIMITED */
  async countTakenEmail(email: string, { address }: Origin): Promise<void> {
    await this.throttle.check(email, address);
    await this.throttle.count(email, address);
  }
}
