import type { Transact } from "#engine/features";
import type { Language } from "../../entities/Language.js";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import type { TokenPurpose } from "../../entities/TokenPurpose.js";
import type { OneTimeTokens } from "./OneTimeTokens.js";

/** The placeholder of the token in the address of a page. */
const PLACE = "{token}";

/** A link that is good once. */
export interface OneTimeLink {
  readonly token: string;
  /** Absent where the settings name no page. */
  readonly url?: string;
  readonly expiresAt: Date;
  /** The one that the account's owner has chosen. */
  readonly language: Language | null;
}

/** Makes the links of mails and of operators' commands. */
export class OneTimeLinks {
  /** @param pages the addresses of the pages that take the tokens, with {token} in them. */
  constructor(
    private readonly transact: Transact,
    private readonly tokens: OneTimeTokens,
    private readonly pages: Readonly<Partial<Record<TokenPurpose, string>>>,
  ) {}

  /** A link for the account with the email, which ends earlier ones. Undefined without such an account. */
  async make(purpose: TokenPurpose, email: string): Promise<OneTimeLink | undefined> {
    const issued = await this.transact((manager) => this.tokens.issue(manager, purpose, normalizeEmail(email)));
    const page = this.pages[purpose];
    return issued && { ...issued, ...(page !== undefined && { url: page.replace(PLACE, issued.token) }) };
  }
}
