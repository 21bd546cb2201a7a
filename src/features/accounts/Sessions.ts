import { createHash, randomBytes } from "node:crypto";
import { type EntityManager, MoreThan } from "typeorm";
import { conflict, type Deadline, newId, notFound, type Origin, type RequestContext, type Writer } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import { Session } from "../../entities/Session.js";
import { MAY_BE_IN_USE, USE_IS_DUE } from "../../entities/sessionUse.js";
import { User } from "../../entities/User.js";

const TOKEN_BYTES = 32;
const DAY_MS = 24 * 60 * 60 * 1000;

export interface BegunSession {
  readonly token: string;
  readonly tokenHash: Buffer;
  readonly expiresAt: Date;
}

/** Begins, renews and ends sessions. */
export class Sessions {
  constructor(
    private readonly writer: Writer,
    private readonly days: number,
  ) {}

  /**
   * Begins a session in the transaction. Undefined when the password has changed since it was checked. The token is returned and stored
   * nowhere. When the account has its most sessions, the one that was unused for longest ends; one that may be in use ends only when all
   * may be.
   */
  async begin(manager: EntityManager, userId: string, checkedHash: string, origin: Origin): Promise<BegunSession | undefined> {
    // A change of the password waits for this lock. Then it finds this session and ends it.
    const user = await manager.findOne(User, {
      where: { id: userId, password: checkedHash },
      select: { id: true },
      lock: { mode: "pessimistic_read" },
    });
    if (!user) return undefined;
    await manager.query(
      `DELETE FROM sessions WHERE user_id = $1 AND (expires_at <= now() OR id IN
        (SELECT id FROM sessions WHERE user_id = $1 ORDER BY ${MAY_BE_IN_USE} DESC, last_used_at DESC, id OFFSET $2))`,
      [userId, limits.sessions - 1],
    );
    const session = this.newSession(userId);
    const { tokenHash, expiresAt } = session;
    await manager.insert(Session, {
      id: newId(),
      userId,
      tokenHash,
      expiresAt,
      userAgent: origin.userAgent === undefined ? null : [...origin.userAgent].slice(0, limits.userAgent).join(""),
    });
    await this.writer.raiseVersion(manager, userId);
    return session;
  }

  /** Gives the session another token, and ends all others of the account. */
  async renewAlone(manager: EntityManager, userId: string, sessionId: string): Promise<BegunSession> {
    const session = this.newSession(userId);
    await manager.query("DELETE FROM sessions WHERE user_id = $1 AND id <> $2", [userId, sessionId]);
    const { tokenHash, expiresAt } = session;
    const { affected } = await manager.update(Session, sessionId, { tokenHash, expiresAt, lastUsedAt: new Date() });
    if (affected !== 1) throw conflict("The session has just ended. Sign in again.");
    return session;
  }

  /** Records that a session is in use, which extends its life. It writes at the first use, and then at most once an hour. */
  noteUse(tokenHash: Buffer, deadline: Deadline): Promise<void> {
    return this.writer.transact(async (manager) => {
      await manager.query(
        `UPDATE sessions SET last_used_at = now(), expires_at = now() + make_interval(days => $2)
          WHERE token_hash = $1 AND expires_at > now() AND ${USE_IS_DUE}`,
        [tokenHash, this.days],
      );
    }, deadline);
  }

  /** Ends the session that the request came with. */
  async endCurrent(context: RequestContext): Promise<boolean> {
    await this.writer.asViewer(context, (manager, { sessionId }) => manager.delete(Session, sessionId));
    context.sessionCookie?.forget();
    return true;
  }

  /** Ends one session of the viewer. @throws ClientError NOT_FOUND */
  endOne(context: RequestContext, id: string): Promise<string> {
    return this.writer.asViewer(context, async (manager, viewer) => {
      const { affected } = await manager.delete(Session, { id, userId: viewer.id });
      if (affected !== 1) throw notFound("session");
      return id;
    });
  }

  /** Ends every session of the viewer, and returns how many were still good. */
  async endAll(context: RequestContext): Promise<number> {
    const ended = await this.writer.asViewer(context, (manager, viewer) => this.endAllOf(manager, viewer.id));
    context.sessionCookie?.forget();
    return ended;
  }

  /** For operators: how many are good. Undefined when there is no such account. */
  countOfEmail(email: string): Promise<number | undefined> {
    return this.writer.transact(async (manager) => {
      const user = await manager.findOneBy(User, { email: normalizeEmail(email) });
      return user ? manager.countBy(Session, { userId: user.id, expiresAt: MoreThan(new Date()) }) : undefined;
    });
  }

  /** For operators: ends all, and returns how many were still good. Undefined when there is no such account. */
  endAllOfEmail(email: string): Promise<number | undefined> {
    return this.writer.transact(async (manager) => {
      const user = await manager.findOneBy(User, { email: normalizeEmail(email) });
      return user ? this.endAllOf(manager, user.id) : undefined;
    });
  }

  /** Ends every session of the account in the transaction, and returns how many were still good. */
  async endAllOf(manager: EntityManager, userId: string): Promise<number> {
    const ended = await manager.query<{ good: string }[]>(
      `WITH ended AS (DELETE FROM sessions WHERE user_id = $1 RETURNING expires_at)
        SELECT count(*) FILTER (WHERE expires_at > now()) AS good FROM ended`,
      [userId],
    );
    return Number(ended[0]?.good);
  }

  /**
   * The token of a session names its account before its 256 random bits, so that a proxy can tell which database has the account before
   * anything is read. The hash covers both, so a token with another account's id is simply another token. Older ones name no account.
   */
  private newSession(userId: string): BegunSession {
    const token = `${userId}.${randomBytes(TOKEN_BYTES).toString("base64url")}`;
    const tokenHash = createHash("sha256").update(token).digest();
    return { token, tokenHash, expiresAt: new Date(Date.now() + this.days * DAY_MS) };
  }
}
