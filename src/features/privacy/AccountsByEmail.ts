import { randomBytes } from "node:crypto";
import { conflict, type Transact } from "#engine/features";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import { User } from "../../entities/User.js";
import type { ErasureReceipt } from "./ErasureReceipt.js";
import { ErasureIncomplete, type Erasures } from "./Erasures.js";
import type { Exports } from "./Exports.js";

const HASH_BYTES = 32;
/** A copy that the command has left, because it was killed, is cleared after this. */
const DAY_MS = 24 * 60 * 60 * 1000;

/** What operators do for an account by its email, as its owner could. */
export class AccountsByEmail {
  constructor(
    private readonly transact: Transact,
    private readonly erasures: Erasures,
    private readonly exports: Pick<Exports, "make" | "read">,
  ) {}

  /**
   * Writes a copy of everything that is held, of one moment, which replaces one that waits for its owner. False without such an account.
   */
  async export(email: string, write: (text: string) => Promise<void>): Promise<boolean> {
    const copy = await this.transact(async (manager) => {
      const user = await manager.findOneBy(User, { email: normalizeEmail(email) });
      // A random hash is that of no address.
      return user && this.exports.make(manager, user.id, randomBytes(HASH_BYTES), new Date(Date.now() + DAY_MS));
    });
    if (!copy) return false;
    for await (const text of this.exports.read(copy)) await write(text);
    return true;
  }

  /** Erases the account. Undefined without such an account. @throws ClientError CONFLICT when something of it would be left. */
  async erase(email: string): Promise<ErasureReceipt | undefined> {
    const user = await this.transact((manager) => manager.findOneBy(User, { email: normalizeEmail(email) }));
    return user ? this.erasures.erase(user.id).catch(refuse) : undefined;
  }
}

function refuse(error: unknown): never {
  throw error instanceof ErasureIncomplete ? conflict(`${error.message} Remove that, then erase the account again.`) : error;
}
