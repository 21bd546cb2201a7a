/** Where a session outlives a page: localStorage, sessionStorage, or an object of your own. */
export type SessionStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const KEY = "novadraw.token";

/** How the session travels: as a token that the client sends, or in a cookie that no script can read. */
export type SessionKind = "token" | "cookie";

/** Who is signed in: the token, or for a cookie an empty text; null for nobody. It tells those who subscribe when somebody signs in, or no longer is. */
export class Session {
  private readonly listeners = new Set<() => void>();
  private current: string | null;

  /**
   * @param storage keeps the token; without one it is forgotten with the page.
   * @param kind "cookie" needs SESSION_COOKIES at the service, on the same site.
   */
  constructor(
    private readonly storage?: SessionStorage,
    readonly kind: SessionKind = "token",
  ) {
    this.current = storage?.getItem(KEY) ?? null;
  }

  get token(): string | null {
    return this.current;
  }

  /** Call it with the token that signIn, signUp or changePassword answered; it is empty where a cookie has it. */
  start(token: string): void {
    this.storage?.setItem(KEY, token);
    this.change(token);
  }

  /** Forgets the token. Call it after signOut; `sessionFetch` calls it when the token has ended. */
  end(): void {
    this.storage?.removeItem(KEY);
    this.change(null);
  }

  /** Calls the listener after each change of the token. Hands back a function that ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private change(token: string | null): void {
    if (token === this.current) return;
    this.current = token;
    for (const listener of this.listeners) listener();
  }
}
