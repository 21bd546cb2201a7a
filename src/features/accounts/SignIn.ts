import { User } from "../../entities/User.js";
import { signInFailed } from "../../errors.js";
import type { Origin } from "../../RequestContext.js";
import type { Transact, Writer } from "../../writes/Writer.js";
import { AuthPayload } from "./AuthPayload.js";
import { normalizeEmail } from "./normalizeEmail.js";
import type { PasswordCheck } from "./PasswordCheck.js";
import type { Passwords } from "./Passwords.js";
import type { Sessions } from "./Sessions.js";
import type { SignInInput } from "./SignInInput.js";

export class SignIn {
  constructor(
    private readonly lookUp: Transact,
    private readonly writer: Writer,
    private readonly passwords: Passwords,
    private readonly check: PasswordCheck,
    private readonly sessions: Sessions,
  ) {}

  /**
   * Begins a session for who knows the password; its hash is made anew when the setting asks for a costlier one.
   * @throws ClientError UNAUTHENTICATED, alike for an unknown email and a wrong password; RATE_LIMITED.
   */
  async withPassword(input: SignInInput, origin: Origin): Promise<AuthPayload> {
    const email = normalizeEmail(input.email);
    const user = await this.lookUp((manager) =>
      manager.findOne(User, { where: { email }, select: { id: true, password: true } }),
    );
    const passes = await this.check.passes(email, origin, input.password, user?.password);
    if (!user || !passes) throw signInFailed();
    const hash = this.passwords.isOutdated(user.password)
      ? await this.passwords.inTurn(() => this.passwords.hash(input.password))
      : user.password;
    const session = await this.writer.transact(async (manager) => {
      if (hash !== user.password) await manager.update(User, { id: user.id, password: user.password }, { password: hash });
      return this.sessions.begin(manager, user.id, hash, origin);
    });
    if (!session) throw signInFailed();
    return AuthPayload.of(user.id, session);
  }
}
