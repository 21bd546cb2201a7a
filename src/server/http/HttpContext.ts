import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../../config.js";
import { unavailable } from "../../errors.js";
import type { Caller } from "../../gate/Deadline.js";
import { networkOf } from "../../networkOf.js";
import { type Credentials, type Origin, type RequestContext, tokenHashOf } from "../../RequestContext.js";
import { readCredentials } from "./readCredentials.js";
import { SessionCookie } from "./SessionCookie.js";

/** How long an operation may take. */
const DEADLINE_MS = 10_000;

/** How requests may say who they come from. */
export type CookieSettings = Pick<Config, "hasSessionCookies" | "isProduction">;

/** What is known of a request, read from its HTTP. */
export class HttpContext implements RequestContext {
  readonly credentials: Credentials;
  readonly requestId: string;
  readonly log: FastifyBaseLogger;
  readonly origin: () => Origin;
  readonly sessionCookie: SessionCookie | undefined;
  readonly mayBeShared: boolean;
  readonly asksCost: boolean;
  readonly asksExplanation: boolean;
  readonly until = performance.now() + DEADLINE_MS;

  constructor(
    request: FastifyRequest,
    private readonly reply: FastifyReply,
    { hasSessionCookies, isProduction }: CookieSettings,
  ) {
    this.sessionCookie = hasSessionCookies ? new SessionCookie(request, reply, isProduction) : undefined;
    this.credentials = readCredentials(request.headers.authorization, this.sessionCookie?.token);
    this.requestId = request.id;
    this.log = request.log;
    this.asksCost = request.headers["graphql-cost"] !== undefined;
    this.asksExplanation = request.headers["graphql-explain"] !== undefined;
    this.origin = () => ({
      address: request.ip,
      url: `${request.protocol}://${request.host}`,
      userAgent: request.headers["user-agent"],
    });
    const asksMore = this.asksCost || this.asksExplanation;
    this.mayBeShared = request.method === "GET" && this.credentials.kind === "none" && !asksMore;
  }

  /** Asked by whoever waits or works, every few milliseconds: nothing has to be made or told for a request that is answered soon. */
  why(): unknown {
    const { destroyed, writableFinished } = this.reply.raw;
    if (destroyed && !writableFinished) return hungUp();
    return performance.now() < this.until ? undefined : unavailable("slow");
  }

  caller(): Caller {
    const tokenHash = tokenHashOf(this);
    return { network: networkOf(this.origin().address), ...(tokenHash && { tokenHash }) };
  }
}

const hungUp = () =>
  unavailable("unknown", { message: "The client has closed the connection before its answer. Send the request again." });
