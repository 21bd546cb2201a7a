import { createHash, randomBytes } from "node:crypto";
import type { DataSource } from "typeorm";
import { Session } from "../../entities/Session.js";

const TOKEN_BYTES = 32;
const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;

export interface BegunSession {
  readonly token: string;
  readonly tokenHash: Buffer;
  readonly expiresAt: Date;
}

export class Sessions {
  constructor(private readonly database: DataSource) {}

  /** Begins a session. Its token, 256 random bits, is handed out here and kept nowhere. */
  async begin(userId: string): Promise<BegunSession> {
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    const tokenHash = createHash("sha256").update(token).digest();
    const expiresAt = new Date(Date.now() + LIFETIME_MS);
    await this.database.getRepository(Session).insert({ tokenHash, userId, expiresAt });
    return { token, tokenHash, expiresAt };
  }
}
