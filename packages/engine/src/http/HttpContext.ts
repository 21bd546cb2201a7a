import type { ServerResponse } from "node:http";
import type { Caller } from "../gate/Deadline.js";
import type { Credentials, KnownViewer, Origin, RequestContext } from "../request/RequestContext.js";
import type { ServiceLog } from "../ServiceLog.js";
import { clientAddress } from "./clientAddress.js";
import type { RequestParts } from "./PlainRequest.js";
import { RequestDeadline } from "./RequestDeadline.js";
import { readCredentials } from "./readCredentials.js";
import type { SessionCookie } from "./SessionCookie.js";
import { textOfHeader } from "./textOfHeader.js";

/** What is known of a request, read from its HTTP. */
export class HttpContext extends RequestDeadline implements RequestContext {
  readonly credentials: Credentials;
  viewer: KnownViewer | undefined;

  /** @param viewerOf the viewer of a token that was good lately. */
  constructor(
    private readonly request: RequestParts,
    response: ServerResponse,
    viewerOf: (tokenHash: Buffer) => KnownViewer | undefined,
    readonly sessionCookie?: SessionCookie,
  ) {
    super(request, response);
    this.credentials = readCredentials(request.headers.authorization, sessionCookie?.token);
    this.viewer = this.credentials.kind === "token" ? viewerOf(this.credentials.hash) : undefined;
  }

  get requestId(): string {
    return this.request.id;
  }

  get log(): ServiceLog {
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

  origin(): Origin {
    const { protocol, host, headers } = this.request;
    return {
      address: clientAddress(this.request),
      url: `${protocol}://${host}`,
      userAgent: textOfHeader(headers["user-agent"]),
    };
  }

  override caller(): Caller {
    return { ...super.caller(), viewer: this.viewer?.id };
  }
}
