import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../../config.js";
import { hungUp, outOfTime } from "../../errors.js";
import type { Credentials, Origin, RequestContext } from "../../RequestContext.js";
import { clientAddress } from "./clientAddress.js";
import { readCredentials } from "./readCredentials.js";
import { SessionCookie } from "./SessionCookie.js";
import { textOfHeader } from "./textOfHeader.js";

/** How requests may say who they come from. */
export type CookieSettings = Pick<Config, "hasSessionCookies" | "isProduction">;

/** What is known of a request, read from its HTTP. */
export class HttpContext implements RequestContext {
  readonly credentials: Credentials;
  readonly sessionCookie: SessionCookie | undefined;
  private controller: AbortController | undefined;

  constructor(
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
    { hasSessionCookies, isProduction }: CookieSettings,
  ) {
    this.sessionCookie = hasSessionCookies ? new SessionCookie(request, reply, isProduction) : undefined;
    this.credentials = readCredentials(request.headers.authorization, this.sessionCookie?.token);
  }

  get requestId(): string {
    return this.request.id;
  }

  get log(): FastifyBaseLogger {
    return this.request.log;
  }

  get asksCost(): boolean {
    return this.request.headers["graphql-cost"] !== undefined;
  }

  get asksExplanation(): boolean {
    return this.request.headers["graphql-explain"] !== undefined;
  }

  get mayBeShared(): boolean {
    return this.request.method === "GET" && this.credentials.kind === "none" && !this.asksCost && !this.asksExplanation;
  }

  /** Made when it is first asked for: most requests are answered before anything has to wait. */
  get signal(): AbortSignal {
    this.controller ??= this.watchClient(new AbortController());
    return this.controller.signal;
  }

  origin(): Origin {
    const { protocol, host, headers } = this.request;
    return {
      address: clientAddress(this.request),
      url: `${protocol}://${host}`,
      userAgent: textOfHeader(headers["user-agent"]),
    };
  }

  whyGone(): unknown {
    if (this.controller?.signal.aborted) return this.controller.signal.reason;
    const { destroyed, writableFinished } = this.reply.raw;
    return destroyed && !writableFinished ? hungUp() : undefined;
  }

  giveUp(): void {
    this.controller ??= new AbortController();
    this.controller.abort(outOfTime());
  }

  private watchClient(controller: AbortController): AbortController {
    const { raw } = this.reply;
    const endUnlessSent = () => {
      if (!raw.writableFinished) controller.abort(hungUp());
    };
    if (raw.destroyed) endUnlessSent();
    else raw.once("close", endUnlessSent);
    return controller;
  }
}
