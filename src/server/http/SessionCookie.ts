import { parseCookie, type SetCookie, stringifySetCookie } from "cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { SessionCookie as Cookie } from "../../RequestContext.js";
import { isLoopbackHost } from "./isLoopbackHost.js";

const NAME = "novadraw-session";
/** The longest that browsers keep a cookie. The database decides when the session ends. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;

/**
 * The session of a browser in a cookie that its scripts cannot read. A client asks for it by the header `novadraw-session: cookie` when it
 * signs in; from then on the browser sends it by itself.
 */
export class SessionCookie implements Cookie {
  /** The token that the request's cookie holds. */
  readonly token: string | undefined;
  readonly isAsked: boolean;
  private readonly name: string;
  private readonly attributes: Omit<SetCookie, "name" | "value">;

  constructor(
    { headers, hostname }: Pick<FastifyRequest, "headers" | "hostname">,
    private readonly reply: FastifyReply,
    isProduction: boolean,
  ) {
    // Browsers keep no secure cookie that came over plain HTTP, which development has.
    const secure = isProduction || !isLoopbackHost(hostname);
    this.name = secure ? `__Host-${NAME}` : NAME;
    this.attributes = { httpOnly: true, sameSite: "lax", secure, path: "/" };
    this.token = headers.cookie === undefined ? undefined : parseCookie(headers.cookie)[this.name];
    this.isAsked = headers[NAME] === "cookie" || (this.token !== undefined && headers.authorization === undefined);
  }

  keep(token: string): void {
    this.set(token, MAX_AGE_SECONDS);
  }

  forget(): void {
    if (this.token !== undefined) this.set("", 0);
  }

  private set(value: string, maxAge: number): void {
    this.reply.header("set-cookie", stringifySetCookie({ name: this.name, value, maxAge, ...this.attributes }));
  }
}
