/** Where a session outlives a page: localStorage, sessionStorage, React Native's AsyncStorage, or an object of your own. */
export interface SessionStorage {
  getItem(key: string): string | null | undefined | Promise<string | null | undefined>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}

const KEY = "novadraw.token";

/** What a header can carry. */
const TOKEN = /^[\x21-\x7e]*$/;

/** How the session travels: as a token that the client sends, or in a cookie that no script can read. */
export type SessionKind = "token" | "cookie";

/**
 * Who is signed in: the token, or for a cookie an empty text; null for nobody. It tells those who subscribe when somebody signs
 * in, or no longer is. Where the storage fails, the session lasts for the visit.
 */
export class Session {
  private readonly listeners = new Set<() => void>();
  private current: string | null = null;
  private isRead = false;

  /** Resolves when the storage has been read. `sessionFetch` waits for it; a page that shows who is signed in may, too. */
  readonly ready: Promise<void>;

  /**
   * @param storage keeps the token; without one it is forgotten with the page. Give a function where asking for it may fail, as
   *   for localStorage in a browser that lets a page keep nothing: `() => localStorage`.
   * @param kind "cookie" needs SESSION_COOKIES at the service, on the same site.
   */
  constructor(
    private readonly storage?: SessionStorage | (() => SessionStorage),
    readonly kind: SessionKind = "token",
  ) {
    const kept = this.tried((to) => to.getItem(KEY));
    if (!(kept instanceof Promise)) this.resume(kept);
    this.ready = kept instanceof Promise ? kept.then((token) => this.resume(token)) : Promise.resolve();
  }

  get token(): string | null {
    return this.current;
  }

  /** Call it with the token that signIn, signUp or changePassword answered; it is empty where a cookie has it. */
  start(token: string): void {
    void this.tried((to) => to.setItem(KEY, token));
    this.change(token);
  }

  /** Forgets the token. Call it after signOut; `sessionFetch` calls it when the token has ended. */
  end(): void {
    void this.tried((to) => to.removeItem(KEY));
    this.change(null);
  }

  /** Calls the listener after each change of the token. Returns a function that ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes up what was kept, unless somebody has signed in or out meanwhile. */
  private resume(kept: unknown): void {
    const isToken = typeof kept === "string" && TOKEN.test(kept) && (kept !== "" || this.kind === "cookie");
    if (!this.isRead && isToken) this.change(kept);
    this.isRead = true;
  }

  /** What the storage answers, now or later; undefined where it fails. */
  private tried<T>(work: (storage: SessionStorage) => T | Promise<T>): T | undefined | Promise<T | undefined> {
    try {
      const storage = typeof this.storage === "function" ? this.storage() : this.storage;
      const answer = storage ? work(storage) : undefined;
      return isPromise(answer) ? Promise.resolve(answer).catch(() => undefined) : answer;
    } catch {
      return undefined;
    }
  }

  private change(token: string | null): void {
    this.isRead = true;
    if (token === this.current) return;
    this.current = token;
    for (const listener of this.listeners) listener();
  }
}

const isPromise = <T>(value: T | Promise<T>): value is Promise<T> =>
  typeof (value as { readonly then?: unknown } | null | undefined)?.then === "function";
