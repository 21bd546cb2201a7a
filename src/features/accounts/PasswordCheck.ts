import type { Origin, RequestContext } from "#engine/features";
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
  async passes(email: string, context: RequestContext, password: string, hash: string | undefined): Promise<boolean> {
    return (await this.checked(email, context, password, hash, async () => true)) ?? false;
  }

  /**
   * The hash to store from now on, which is another one where the settings ask for a higher cost: in one turn with the check. Undefined for a
   * wrong password. @throws as passes does.
   */
  hashAfter(email: string, context: RequestContext, password: string, hash: string | undefined): Promise<string | undefined> {
    return this.checked(email, context, password, hash, async (right) =>
      this.passwords.isOutdated(right) ? this.passwords.hash(password) : right,
    );
  }

  /** All of it in one turn: so no more sign-ins ask the database than are hashed, and others may have failed during the wait. */
  private checked<T>(
    email: string,
    context: RequestContext,
    password: string,
    hash: string | undefined,
    onRight: (hash: string) => Promise<T>,
  ): Promise<T | undefined> {
    const { address } = context.origin();
    return this.passwords.inTurn(async () => {
      await this.throttle.check(email, address);
      if (!(await this.passwords.matches(password, hash)) || hash === undefined) {
        await this.throttle.count(email, address);
        return undefined;
      }
      await this.throttle.succeed(email, address);
      return onRight(hash);
    }, context);
  }

  /** Clears the failures of the account from this address, after its owner has proven in another way that it is theirs. */
  forget(email: string, { address }: Origin): Promise<void> {
    return this.throttle.forget(email, address);
  }

  /** Counts a known email as a failure: many such tries would reveal who has an account. @throws ClientError RATE_LIMITED */
  async countTakenEmail(email: string, { address }: Origin): Promise<void> {
    await this.throttle.check(email, address);
    await this.throttle.count(email, address);
  }
}
