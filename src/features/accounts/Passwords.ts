import bcrypt from "bcrypt";
import type { Deadline } from "#engine/features";
import { limits } from "../../entities/limits.js";
import { storedForm } from "./storedForm.js";

/** Salt and digest of a dummy hash. Comparing with it makes an unknown account take as long as a known one. */
const NOBODYS = "XLzgkoxpG7QJubF.KJMFB.IDEM0fzygLcAiLQsdPV2bl0ORgCl9R2";

const BCRYPT = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;
/** The same algorithm under another name, which the package does not know. */
const PHPS_VARIANT = /^\$2y\$/;

/** Runs work that hashes when its turn comes. @throws ClientError UNAVAILABLE when too many wait, or it takes too long to come. */
export type InTurn = <T>(work: () => Promise<T>, deadline?: Deadline) => Promise<T>;

/** Hashes and compares passwords with bcrypt, a few at a time: bcrypt uses threads that Node needs for other work too. */
export class Passwords {
  /** @param cost the base-2 logarithm of bcrypt's rounds. */
  constructor(
    private readonly cost: number,
    readonly inTurn: InTurn = (work) => work(),
  ) {}

  /** Of the password in its stored form. Call it inside of inTurn. */
  hash(password: string): Promise<string> {
    return bcrypt.hash(storedForm(password), this.cost);
  }

  /**
   * Whether the password belongs to the hash, in any Unicode form: keyboards differ in which they send, and older hashes were made of
   * either. Without a valid hash it compares with a dummy hash and answers false; a password longer than bcrypt reads never matches. Call
   * it inside of inTurn. A wrong password always takes as long as its own forms say, whatever the hash is.
   */
  async matches(password: string, hash?: string): Promise<boolean> {
    const own = hash && BCRYPT.test(hash) ? hash.replace(PHPS_VARIANT, "$2b$") : undefined;
    for (const form of formsOf(password)) if (await this.compare(form, own)) return true;
    return false;
  }

  /**
   * It always takes as long as the cost in the settings: after a hash of a lower cost it computes the missing rounds
   * (2^c + … + 2^(n-1) = 2^n - 2^c).
   */
  private async compare(password: string, own: string | undefined): Promise<boolean> {
    const compared = own ?? `$2b$${String(this.cost).padStart(2, "0")}$${NOBODYS}`;
    const matches = await bcrypt.compare(password, compared);
    for (let cost = bcrypt.getRounds(compared); cost < this.cost; cost++) await bcrypt.hash(password, cost);
    return matches && own !== undefined && Buffer.byteLength(password) <= limits.passwordBytes;
  }

  /** Whether the hash has a lower cost than the settings ask for. */
  isOutdated(hash: string): boolean {
    return bcrypt.getRounds(hash) < this.cost;
  }
}

/** The forms in which the hash may have been made, likeliest first. Most passwords have one. */
const formsOf = (password: string): ReadonlySet<string> => new Set([storedForm(password), password, password.normalize("NFD")]);
