import { ask } from "./ask.js";
import type { Account } from "./pageOptions.js";
import { pageStorage } from "./pageStorage.js";

interface Kept {
  readonly email: string;
  readonly token: string;
}

const SIGN_IN = "mutation SignIn($input: SignInInput!) { signIn(input: $input) { token } }";

/** The account that is signed in on this page. The browser keeps the token where it can, so that a visit does not begin another session. */
export class PageSession {
  private kept: Kept | undefined;
  private readonly listeners = new Set<() => void>();

  private readonly key: string;

  /** @param name that of the API. @param account the demo's, which is signed in when no other is. */
  constructor(
    name: string,
    private readonly account?: Account,
  ) {
    this.key = `${name}:session`;
  }

  get email(): string | undefined {
    return this.kept?.email;
  }

  get headers(): Readonly<Record<string, string>> {
    return this.kept ? { authorization: `Bearer ${this.kept.token}` } : {};
  }

  /** Takes up the session that this browser has kept while it is good, else the demo's. */
  async resume(): Promise<void> {
    this.kept = keptSession(this.key);
    if (this.kept && !(await ask({ query: "{ me { id } }" }, this.headers)).data) this.keep(undefined);
    if (!this.kept && this.account) await this.signIn(this.account);
  }

  /** The refusal of the API, if any. */
  async signIn({ email, password }: Account): Promise<string | undefined> {
    const { data, errors } = await ask({ query: SIGN_IN, variables: { input: { email, password } } });
    const token = (data as { signIn?: { token: string } | null } | null)?.signIn?.token;
    if (token !== undefined) this.keep({ email, token });
    return token === undefined ? (errors?.[0]?.message ?? "The sign-in failed. Try again.") : undefined;
  }

  async signOut(): Promise<void> {
    await ask({ query: "mutation SignOut { signOut }" }, this.headers);
    this.keep(undefined);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private keep(kept: Kept | undefined): void {
    this.kept = kept;
    if (kept) pageStorage.setItem(this.key, JSON.stringify(kept));
    else pageStorage.removeItem(this.key);
    for (const listener of this.listeners) listener();
  }
}

/** What this browser has kept, if it is a session: any script may write there. */
function keptSession(key: string): Kept | undefined {
  try {
    const { email, token } = JSON.parse(pageStorage.getItem(key) ?? "{}");
    return typeof email === "string" && typeof token === "string" ? { email, token } : undefined;
  } catch {
    return undefined;
  }
}
