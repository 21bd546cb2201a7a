import type { ServerResponse } from "node:http";
import type { FastifyBaseLogger } from "fastify";
import { hungUp, outOfTime } from "../../errors.js";
import type { Credentials, Origin, RequestContext } from "../../RequestContext.js";
import { clientAddress } from "./clientAddress.js";
import type { AskedRequest } from "./PlainRequest.js";
import { readCredentials } from "./readCredentials.js";
import type { SessionCookie } from "./SessionCookie.js";
import { textOfHeader } from "./textOfHeader.js";

/** What is known of a request, read from its HTTP. */
export class HttpContext implements RequestContext {
  readonly credentials: Credentials;
  private controller: AbortController | undefined;

  constructor(
    private readonly request: AskedRequest,
    private readonly response: ServerResponse,
    readonly sessionCookie?: SessionCookie,
  ) {
    this.credentials = readCredentials(request.headers.authorization, sessionCookie?.token);
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
    const { destroyed, writableFinished } = this.response;
    return destroyed && !writableFinished ? hungUp() : undefined;
  }

  giveUp(): void {
    this.controller ??= new AbortController();
    this.controller.abort(outOfTime());
  }

  private watchClient(controller: AbortController): AbortController {
    const { response: raw } = this;
    const endUnlessSent = () => {
      if (!raw.writableFinished) controller.abort(hungUp());
    };
    if (raw.destroyed) endUnlessSent();
    else raw.once("close", endUnlessSent);
    return controller;
  }
}
