import { ClientError, type LookUp, type RequestContext, type Writer } from "#engine/features";
import { ErrorCode } from "../../codes.js";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import { PendingErasure } from "../../entities/PendingErasure.js";
import { User } from "../../entities/User.js";
import { AuthPayload } from "./AuthPayload.js";
import type { PasswordCheck } from "./PasswordCheck.js";
import type { Passwords } from "./Passwords.js";
import type { BegunSession, Sessions } from "./Sessions.js";
import type { SignInInput } from "./SignInInput.js";

type Account = Pick<User, "id" | "password">;

export class SignIn {
  constructor(
    private readonly lookUp: LookUp,
    private readonly writer: Writer,
    private readonly passwords: Passwords,
    private readonly check: PasswordCheck,
    private readonly sessions: Sessions,
  ) {}

  /**
   * Begins a session for an email and its password. When the settings ask for a higher cost, the password is hashed again.
   * @throws ClientError WRONG_CREDENTIALS, alike for an unknown email and a wrong password; RATE_LIMITED.
   */
  async withPassword({ email: given, password }: SignInInput, context: RequestContext): Promise<AuthPayload> {
    const email = normalizeEmail(given);
    const account = await this.find(email, context);
    const hash = await this.check.hashAfter(email, context, password, account?.password);
    if (!account || hash === undefined) throw signInFailed();
    const session =
      (await this.begin(account, hash, context)) ?? (await this.beginAgain(await this.find(email, context), password, context));
    if (!session) throw signInFailed();
    return AuthPayload.of(account.id, session, context);
  }

  private find(email: string, context: RequestContext): Promise<Account | null> {
    return this.lookUp((manager) => manager.findOne(User, { where: { email }, select: { id: true, password: true } }), context);
  }

  /** Undefined when the stored hash has changed since the password was compared with it. */
  private begin({ id, password: checked }: Account, hash: string, context: RequestContext): Promise<BegunSession | undefined> {
    return this.writer.transact(async (manager) => {
      if (hash !== checked) await manager.update(User, { id, password: checked }, { password: hash });
      const session = await this.sessions.begin(manager, id, hash, context.origin());
      // A sign-in takes back a waiting erasure. The account is locked by now, so none is announced after this check.
      if (session) await manager.delete(PendingErasure, { userId: id });
      return session;
    }, context);
  }

  /** Another sign-in with the same password may have replaced the hash. After a change of the password it does not match. */
  private async beginAgain(
    account: Account | null,
    password: string,
    context: RequestContext,
  ): Promise<BegunSession | undefined> {
    const matches = account && (await this.passwords.inTurn(() => this.passwords.matches(password, account.password), context));
    return matches ? this.begin(account, account.password, context) : undefined;
  }
}

const signInFailed = () =>
  new ClientError(ErrorCode.WRONG_CREDENTIALS, "The email or the password is wrong. Check both and sign in again.");
