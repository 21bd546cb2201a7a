import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../../config.js";
import type { Caller } from "../../gate/Deadline.js";
import { type Credentials, type Origin, type RequestContext, tokenHashOf } from "../../RequestContext.js";
import { clientAddress } from "./clientAddress.js";
import { RequestDeadline } from "./RequestDeadline.js";
import { readCredentials } from "./readCredentials.js";
import { SessionCookie } from "./SessionCookie.js";
import { textOfHeader } from "./textOfHeader.js";

/** How requests may say who they come from. */
export type CookieSettings = Pick<Config, "hasSessionCookies" | "isProduction">;

/** What is known of a request, read from its HTTP. */
export class HttpContext extends RequestDeadline implements RequestContext {
  readonly credentials: Credentials;
  readonly requestId: string;
  readonly log: FastifyBaseLogger;
  readonly origin: () => Origin;
  readonly sessionCookie: SessionCookie | undefined;
  readonly mayBeShared: boolean;
  readonly asksCost: boolean;
  readonly asksExplanation: boolean;

  constructor(request: FastifyRequest, reply: FastifyReply, { hasSessionCookies, isProduction }: CookieSettings) {
    super(request, reply);
    this.sessionCookie = hasSessionCookies ? new SessionCookie(request, reply, isProduction) : undefined;
    this.credentials = readCredentials(request.headers.authorization, this.sessionCookie?.token);
    this.requestId = request.id;
    this.log = request.log;
    this.asksCost = request.headers["graphql-cost"] !== undefined;
    this.asksExplanation = request.headers["graphql-explain"] !== undefined;
    this.origin = () => ({
      address: clientAddress(request),
      url: `${request.protocol}://${request.host}`,
      userAgent: textOfHeader(request.headers["user-agent"]),
    });
    const asksMore = this.asksCost || this.asksExplanation;
    this.mayBeShared = request.method === "GET" && this.credentials.kind === "none" && !asksMore;
  }

  override caller(): Caller {
    const tokenHash = tokenHashOf(this);
    return { ...super.caller(), ...(tokenHash && { tokenHash }) };
  }
}
