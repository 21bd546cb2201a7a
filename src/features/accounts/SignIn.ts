import bcrypt from "bcrypt";
import type { DataSource } from "typeorm";
import { User } from "../../entities/User.js";
import { signInFailed } from "../../errors.js";
import { normalizeEmail } from "./normalizeEmail.js";
import type { BegunSession, Sessions } from "./Sessions.js";

/** Nobody's hash: comparing with it makes an unknown email take as long as a wrong password. */
const NOBODYS_HASH = "$2b$12$XLzgkoxpG7QJubF.KJMFB.IDEM0fzygLcAiLQsdPV2bl0ORgCl9R2";

export class SignIn {
  constructor(
    private readonly database: DataSource,
    private readonly sessions: Sessions,
  ) {}

  /** @throws ClientError UNAUTHENTICATED, alike for an unknown email and a wrong password. */
  async withPassword(email: string, password: string): Promise<{ userId: string; session: BegunSession }> {
    const user = await this.database
      .getRepository(User)
      .findOne({ where: { email: normalizeEmail(email) }, select: { id: true, password: true } });
    const matches = await bcrypt.compare(password, user?.password ?? NOBODYS_HASH);
    if (!user || !matches) throw signInFailed();
    return { userId: user.id, session: await this.sessions.begin(user.id) };
  }
}
