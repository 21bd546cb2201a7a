import { Not } from "typeorm";
import {
  badInput,
  type ClientError,
  changeRow,
  conflict,
  insertRows,
  type LookUp,
  lockRow,
  newId,
  notFound,
  type Origin,
  type RequestContext,
  type Seen,
  tokenRefused,
  type Writer,
  withoutNulls,
} from "#engine/features";
import { FieldCode } from "../../codes.js";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import type { Role } from "../../entities/Role.js";
import { TokenPurpose } from "../../entities/TokenPurpose.js";
import { User } from "../../entities/User.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import type { AccountMails } from "./AccountMails.js";
import { AuthPayload } from "./AuthPayload.js";
import type { ChangeEmailInput } from "./ChangeEmailInput.js";
import type { ChangePasswordInput } from "./ChangePasswordInput.js";
import { emailIsTaken } from "./emailIsTaken.js";
import { isSame, PASSWORD_IS_EMAIL } from "./NewPassword.js";
import type { OneTimeTokens } from "./OneTimeTokens.js";
import type { PasswordCheck } from "./PasswordCheck.js";
import type { Passwords } from "./Passwords.js";
import type { Sessions } from "./Sessions.js";
import type { SignUpInput } from "./SignUpInput.js";
import type { UpdateMeInput } from "./UpdateMeInput.js";

const INPUT_PATH = ["input", "currentPassword"];

/** Sign-up, and users' changes of their account. Passwords are hashed outside of transactions, because that takes long. */
export class Accounts {
  constructor(
    private readonly lookUp: LookUp,
    private readonly writer: Writer,
    private readonly passwords: Passwords,
    private readonly check: PasswordCheck,
    private readonly sessions: Sessions,
    private readonly tokens: OneTimeTokens,
    private readonly mails: AccountMails,
    private readonly consent: ConsentGate,
  ) {}

  /** @throws ClientError CONFLICT when the email has an account, also when another request has just made it. */
  async signUp(input: SignUpInput, context: RequestContext): Promise<AuthPayload> {
    const origin = context.origin();
    const email = normalizeEmail(input.email);
    if (await this.ownerOf(email, context)) throw await this.takenEmail(email, origin);
    const hash = await this.passwords.inTurn(() => this.passwords.hash(input.password), context);
    const id = newId();
    const session = await this.writer.transact(async (manager) => {
      const defaults = { name: null, birthdate: null, language: null };
      await insertRows(manager, User, [{ ...defaults, ...withoutNulls(input), id, email, password: hash }]);
      return this.sessions.begin(manager, id, hash, origin);
    }, context);
    if (!session) throw tokenRefused();
    this.mails.greet(email, origin);
    return AuthPayload.of(id, session, context);
  }

  /** Returns the viewer's id. @throws ClientError CONSENT_REQUIRED for another birthday of a child without consent. */
  updateMe(context: RequestContext, changes: UpdateMeInput, seen: Seen): Promise<string> {
    return this.writer.asViewer(context, async (manager, viewer) => {
      const { id } = viewer;
      const { birthdate } = await lockRow(manager, User, { id }, "user", seen);
      if (changes.birthdate !== undefined && changes.birthdate !== birthdate)
        await this.consent.checkNewBirthday(manager, viewer, changes.birthdate);
      await changeRow(manager, User, id, changes);
      return id;
    });
  }

  /**
   * A new email is not verified, and ends the links that were sent to the old one. Returns the viewer's id.
   * @throws ClientError BAD_USER_INPUT for a wrong password, CONFLICT for an email with an account.
   */
  async changeEmail(context: RequestContext, { email: given, currentPassword }: ChangeEmailInput): Promise<string> {
    const viewer = await this.confirm(context, currentPassword, INPUT_PATH);
    const email = normalizeEmail(given);
    const owner = await this.ownerOf(email, context);
    if (owner && owner.id !== viewer.id) throw await this.takenEmail(email, context.origin());
    const isOther = await this.writer.asViewer(context, async (manager, { id }) => {
      const { affected } = await manager.update(User, { id, email: Not(email) }, { email, emailVerifiedAt: null });
      if (affected === 1) await this.tokens.drop(manager, id);
      return affected === 1;
    });
    if (isOther) {
      this.mails.notify("emailChanged", viewer, context.origin());
      this.mails.greet(email, context.origin());
    }
    return viewer.id;
  }

  /** Ends all other sessions, and gives this one a new token. @throws ClientError BAD_USER_INPUT for a wrong password. */
  async changePassword(context: RequestContext, { currentPassword, newPassword }: ChangePasswordInput): Promise<AuthPayload> {
    const account = await this.confirm(context, currentPassword, INPUT_PATH);
    const { email, password: checkedHash } = account;
    if (isSame(newPassword, email))
      throw badInput([{ path: ["input", "newPassword"], code: FieldCode.PASSWORD_IS_EMAIL, message: PASSWORD_IS_EMAIL }]);
    const hash = await this.passwords.inTurn(() => this.passwords.hash(newPassword), context);
    const { id, session } = await this.writer.asViewer(context, async (manager, { id, sessionId }) => {
      const { affected } = await manager.update(User, { id, password: checkedHash }, { password: hash });
      if (affected !== 1) throw conflict("The password has just been changed elsewhere. Sign in with that one.");
      await this.tokens.drop(manager, id, TokenPurpose.PASSWORD_RESET);
      return { id, session: await this.sessions.renewAlone(manager, id, sessionId) };
    });
    this.mails.notify("passwordChanged", account, context.origin());
    return AuthPayload.of(id, session, context);
  }

  /** @throws ClientError NOT_FOUND */
  setRole(context: RequestContext, userId: string, role: Role): Promise<string> {
    return this.writer.asAdmin(context, async (manager) => {
      const { affected } = await manager.update(User, userId, { role });
      if (affected !== 1) throw notFound("user");
      await this.writer.raiseVersion(manager, userId);
      return userId;
    });
  }

  /** For operators. Returns whether there is such an account. */
  setRoleByEmail(email: string, role: Role): Promise<boolean> {
    return this.writer.transact(async (manager) => {
      const { affected } = await manager.update(User, { email: normalizeEmail(email) }, { role });
      return affected === 1;
    });
  }

  private ownerOf(email: string, context: RequestContext): Promise<Pick<User, "id"> | null> {
    return this.lookUp((manager) => manager.findOne(User, { where: { email }, select: { id: true } }), context);
  }

  /** Counts the email, and returns the error for the client. @throws ClientError RATE_LIMITED */
  private async takenEmail(email: string, origin: Origin): Promise<ClientError> {
    await this.check.countTakenEmail(email, origin);
    return emailIsTaken();
  }

  /**
   * The viewer's id, email, language and hash, when this is the password.
   * @param path of the argument that holds the password. @throws ClientError BAD_USER_INPUT for another one, RATE_LIMITED after too many.
   */
  async confirm(context: RequestContext, password: string, path: readonly string[]): Promise<User> {
    const user = await this.writer.asViewer(context, (manager, { id }) =>
      manager.findOneOrFail(User, { where: { id }, select: { id: true, email: true, language: true, password: true } }),
    );
    if (await this.check.passes(user.email, context, password, user.password)) return user;
    throw badInput([
      { path, code: FieldCode.WRONG_PASSWORD, message: "This is not the password of the account. Type it again." },
    ]);
  }
}
