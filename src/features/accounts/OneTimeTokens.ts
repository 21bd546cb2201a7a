import { createHash, randomBytes } from "node:crypto";
import type { EntityManager } from "typeorm";
import type { Language } from "../../entities/Language.js";
import type { TokenPurpose } from "../../entities/TokenPurpose.js";
import type { User } from "../../entities/User.js";

const TOKEN_BYTES = 32;

/**
 * Replaces an earlier token. It is one statement, with or without an account. It locks the account, so that a change of the email comes
 * before and no account is found, or after and drops the token.
 */
const ISSUE = `WITH account AS (SELECT id, language FROM users WHERE email = $1 FOR KEY SHARE)
  INSERT INTO one_time_tokens (user_id, purpose, token_hash, expires_at)
    SELECT id, $2, $3, now() + make_interval(mins => $4) FROM account
    ON CONFLICT (user_id, purpose) DO UPDATE
      SET token_hash = excluded.token_hash, created_at = now(), expires_at = excluded.expires_at
    RETURNING expires_at, (SELECT language FROM account)`;

const FIND = `SELECT users.id, users.email, users.language FROM one_time_tokens JOIN users ON users.id = user_id
  WHERE token_hash = $1 AND purpose = $2 AND expires_at > now()`;

const SPEND = `DELETE FROM one_time_tokens WHERE token_hash = $1 AND purpose = $2 AND user_id = $3 AND expires_at > now()`;

/** The tokens of links: 256 random bits each, which are sent once and stored as a hash. */
export class OneTimeTokens {
  /** @param minutes how long a token of a purpose is good. */
  constructor(private readonly minutes: Readonly<Record<TokenPurpose, number>>) {}

  /** Makes a token for the account with the email. From then on no other of its purpose is valid. Undefined without such an account. */
  async issue(
    manager: EntityManager,
    purpose: TokenPurpose,
    email: string,
  ): Promise<{ readonly token: string; readonly expiresAt: Date; readonly language: Language | null } | undefined> {
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    const values = [email, purpose, hashOf(token), this.minutes[purpose]];
    const [issued] = await manager.query<{ expires_at: Date; language: Language | null }[]>(ISSUE, values);
    return issued && { token, expiresAt: issued.expires_at, language: issued.language };
  }

  /** The account that a token is good for. */
  async find(
    manager: EntityManager,
    purpose: TokenPurpose,
    token: string,
  ): Promise<Pick<User, "id" | "email" | "language"> | undefined> {
    const [account] = await manager.query<Pick<User, "id" | "email" | "language">[]>(FIND, [hashOf(token), purpose]);
    return account;
  }

  /** Ends the token. False when it has ended: of two simultaneous uses one succeeds. */
  async spend(manager: EntityManager, purpose: TokenPurpose, token: string, userId: string): Promise<boolean> {
    const [, count] = await manager.query<[unknown, number]>(SPEND, [hashOf(token), purpose, userId]);
    return count === 1;
  }

  /** Ends all tokens of the account, or those of one purpose. */
  async drop(manager: EntityManager, userId: string, purpose?: TokenPurpose): Promise<void> {
    await manager.query("DELETE FROM one_time_tokens WHERE user_id = $1 AND purpose = coalesce($2, purpose)", [
      userId,
      purpose ?? null,
    ]);
  }
}

const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();
