import { badInput, type LookUp, type RequestContext, type Writer } from "#engine/features";
import { FieldCode } from "../../codes.js";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import { TokenPurpose } from "../../entities/TokenPurpose.js";
import { User } from "../../entities/User.js";
import type { AccountMails } from "./AccountMails.js";
import type { InMail } from "./InMail.js";
import { linkEnded } from "./linkEnded.js";
import type { MailThrottle } from "./MailThrottle.js";
import { isSame, PASSWORD_IS_EMAIL } from "./NewPassword.js";
import type { OneTimeTokens } from "./OneTimeTokens.js";
import type { PasswordCheck } from "./PasswordCheck.js";
import type { Passwords } from "./Passwords.js";
import type { RequestPasswordResetInput } from "./RequestPasswordResetInput.js";
import type { ResetPasswordInput } from "./ResetPasswordInput.js";
import type { Sessions } from "./Sessions.js";

const { PASSWORD_RESET, EMAIL_VERIFICATION } = TokenPurpose;

/** Forgotten passwords, and emails that prove to reach their owner. */
export class Recovery {
  constructor(
    private readonly lookUp: LookUp,
    private readonly writer: Writer,
    private readonly services: {
      readonly passwords: Passwords;
      readonly check: PasswordCheck;
      readonly sessions: Sessions;
      readonly tokens: OneTimeTokens;
      readonly throttle: MailThrottle;
      readonly mails: AccountMails;
    },
  ) {}

  /** Nothing before the answer asks whether there is such an account. @throws ClientError RATE_LIMITED, alike for every email. */
  async requestPasswordReset({ email: given, language }: RequestPasswordResetInput, context: RequestContext): Promise<boolean> {
    const { throttle, mails } = this.services;
    const email = normalizeEmail(given);
    await throttle.count(PASSWORD_RESET, email, context.origin().address);
    mails.sendLink(PASSWORD_RESET, email, language);
    return true;
  }

  /**
   * Sets the password of the account that the token is for, and ends all its sessions. It begins none.
   * @throws ClientError BAD_USER_INPUT for a token that is not good, or a password that is the email.
   */
  async resetPassword({ token, newPassword }: ResetPasswordInput, context: RequestContext): Promise<boolean> {
    const { passwords, sessions, tokens, check, mails } = this.services;
    const account = await this.lookUp((manager) => tokens.find(manager, PASSWORD_RESET, token), context);
    if (!account) throw linkEnded(["input", "token"]);
    const { id, email } = account;
    if (isSame(newPassword, email))
      throw badInput([{ path: ["input", "newPassword"], code: FieldCode.PASSWORD_IS_EMAIL, message: PASSWORD_IS_EMAIL }]);
    const hash = await passwords.inTurn(() => passwords.hash(newPassword), context);
    // Before the reset: a later failure would be reported as if there had been none.
    await check.forget(email, context.origin());
    await this.writer.transact(async (manager) => {
      // The account is locked before its token, as everywhere. A sign-in with the old password ends before, or begins no session.
      await manager.update(User, id, { password: hash });
      if (!(await tokens.spend(manager, PASSWORD_RESET, token, id))) throw linkEnded(["input", "token"]);
      await sessions.endAllOf(manager, id);
    }, context);
    mails.notify("passwordChanged", account, context.origin());
    return true;
  }

  /** @throws ClientError UNAUTHENTICATED, RATE_LIMITED */
  async requestEmailVerification({ language }: InMail, context: RequestContext): Promise<boolean> {
    const { throttle, mails } = this.services;
    const { email, emailVerifiedAt } = await this.writer.asViewer(context, (manager, { id }) =>
      manager.findOneByOrFail(User, { id }),
    );
    if (emailVerifiedAt) return true;
    await throttle.count(EMAIL_VERIFICATION, email, context.origin().address);
    mails.sendLink(EMAIL_VERIFICATION, email, language);
    return true;
  }

  /** The holder of the token has read the mail, signed in or not. @throws ClientError BAD_USER_INPUT for a token that is not good. */
  verifyEmail(token: string, context: RequestContext): Promise<boolean> {
    const { tokens } = this.services;
    return this.writer.transact(async (manager) => {
      const account = await tokens.find(manager, EMAIL_VERIFICATION, token);
      if (!account) throw linkEnded(["token"]);
      await manager.update(User, account.id, { emailVerifiedAt: new Date() });
      if (!(await tokens.spend(manager, EMAIL_VERIFICATION, token, account.id))) throw linkEnded(["token"]);
      await this.writer.raiseVersion(manager, account.id);
      return true;
    }, context);
  }
}
