import { parseCookie, stringifySetCookie } from "cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { SessionCookie as Cookie } from "../request/RequestContext.js";
import { isLocalHost } from "./isLocalHost.js";

type BrowserRequest = Pick<FastifyRequest, "headers" | "host" | "hostname" | "protocol">;

/** The longest that browsers keep a cookie. The database decides when the session ends. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

/**
 * The session of a browser in a cookie that its scripts cannot read. A client asks for it when it signs in, by a header of the cookie's name
 * with the value "cookie"; from then on the browser sends it by itself. Browsers keep no secure cookie that came over plain HTTP, which
 * development has.
 */
export class SessionCookie implements Cookie {
  /** The token that the request's cookie holds. */
  readonly token: string | undefined;
  readonly isAsked: boolean;
  /** Whether the request comes with the session of its cookie: an Authorization header goes before it. */
  private readonly isUsed: boolean;
  private readonly isSecure: boolean;

  constructor(
    request: BrowserRequest,
    private readonly reply: FastifyReply,
    private readonly name: string,
    isProduction: boolean,
  ) {
    const { authorization, cookie, [name]: wish } = request.headers;
    const { [secureName(name)]: secure, [name]: plain } = cookie === undefined ? {} : parseCookie(cookie);
    this.token = secure ?? (isProduction ? undefined : plain);
    this.isUsed = this.token !== undefined && !authorization;
    this.isAsked = wish === "cookie" || this.isUsed;
    this.isSecure = isProduction || (this.token === undefined ? isEncrypted(request) : secure !== undefined);
  }

  keep(token: string): void {
    this.set(token, MAX_AGE_SECONDS);
  }

  forget(): void {
    if (this.isUsed) this.set("", 0);
  }

  private set(value: string, maxAge: number): void {
    const { isSecure: secure, name } = this;
    const attributes = { maxAge, httpOnly: true, sameSite: "lax", secure, path: "/" } as const;
    this.reply.header("set-cookie", stringifySetCookie({ name: secure ? secureName(name) : name, value, ...attributes }));
  }
}

const secureName = (name: string) => `__Host-${name}`;

/** Whether the browser has TLS, as far as is known: an unnamed proxy may have it, and then the host has a public name. */
const isEncrypted = ({ protocol, host, hostname, headers: { origin } }: BrowserRequest): boolean =>
  protocol === "https" || (origin !== `http://${host}` && !isLocalHost(hostname));
