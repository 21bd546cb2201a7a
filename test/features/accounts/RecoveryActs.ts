import { createHash } from "node:crypto";
import bcrypt from "bcrypt";
import type { User } from "../../../src/entities/User.js";
import { MailServer, type ReceivedMail } from "../../support/MailServer.js";
import { type Answer, type Asking, TestApi } from "../../support/TestApi.js";

export const OLD = "a secret of mine";
export const NEW = "a better secret";

/** What a service needs besides the mail server's address. */
export const PAGES = {
  MAIL_FROM: "NovaDraw <no-reply@example.org>",
  PASSWORD_RESET_URL: "https://app.example.org/reset#{token}",
  EMAIL_VERIFICATION_URL: "https://app.example.org/verify#{token}",
};

export const documents = {
  request: "mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) }",
  reset: "mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) }",
  verify: "mutation ($token: String!) { verifyEmail(token: $token) }",
  signIn: "mutation ($input: SignInInput!) { signIn(input: $input) { token user { id } } }",
  changeEmail: "mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) { email emailVerifiedAt } }",
  changePassword: "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }",
};

/** What people do about lost passwords and new emails, over a mail server of the test's own. */
export class RecoveryActs {
  private hosts = 0;

  private constructor(
    readonly api: TestApi,
    readonly mail: MailServer,
    private readonly hash: string,
  ) {}

  static async open(): Promise<RecoveryActs> {
    const mail = await MailServer.start();
    const api = await TestApi.open({ ...PAGES, SMTP_URL: mail.url });
    return new RecoveryActs(api, mail, await bcrypt.hash(OLD, 4));
  }

  async close(): Promise<void> {
    await this.api.close();
    await this.mail.close();
  }

  /** An address that nothing was asked from yet. */
  newAddress(): string {
    return `192.0.2.${++this.hosts}`;
  }

  /** An account with the old password, a token of a session of it, and an address of its own. */
  async account(columns: Partial<User> = {}): Promise<{ user: User; token: string; address: string }> {
    const user = await this.api.world.user({ password: this.hash, ...columns });
    return { user, token: await this.api.world.token(user), address: this.newAddress() };
  }

  ask(query: string, variables: Record<string, unknown>, asking: Asking = {}): Promise<Answer> {
    return this.api.ask(query, { address: "198.51.100.1", ...asking, variables });
  }

  requestFor(email: string, address: string, more = {}): Promise<Answer> {
    return this.ask(documents.request, { input: { email, ...more } }, { address });
  }

  /** The token of the link that the account is mailed. */
  async mailedToken(email: string, address: string): Promise<string> {
    await this.requestFor(email, address);
    return tokenIn(await this.mail.next());
  }

  /** Whether the token sets a new password. Its owner is told so, and that mail is taken. */
  async isReset(token: string): Promise<boolean> {
    const { errors } = await this.ask(documents.reset, { input: { token, newPassword: NEW } });
    if (errors.length === 0) await this.mail.next();
    return errors.length === 0;
  }

  async problems(query: string, variables: Record<string, unknown>): Promise<string[] | undefined> {
    const { errors } = await this.ask(query, variables);
    return errors[0]?.extensions.fields?.map(({ path, code }) => `${path.join(".")} ${code}`);
  }

  async canSignIn(email: string, password: string): Promise<boolean> {
    return (await this.ask(documents.signIn, { input: { email, password } })).errors.length === 0;
  }

  async isGood(token: string): Promise<boolean> {
    return (await this.api.ask("{ me { id } }", { token })).status === 200;
  }

  /** Mails may overtake each other: the one of these tokens that the database knows. */
  async newestOf(userId: string, tokens: readonly string[]): Promise<string> {
    const [row] = await this.api.opened.database.query("SELECT token_hash FROM one_time_tokens WHERE user_id = $1", [userId]);
    return tokens.find((token) => createHash("sha256").update(token).digest().equals(row.token_hash)) ?? "";
  }
}

/** The token of the link in a mail. */
export const tokenIn = ({ text }: ReceivedMail): string =>
  /https:\/\/app\.example\.org\/(?:reset|verify)#(\S+)/.exec(text)?.[1] ?? "";
