import type { Deadline } from "../gate/Deadline.js";
import type { ServiceLog } from "../ServiceLog.js";

/** What is known of a request besides its operation. It is also its deadline, which its work checks now and then. */
export interface RequestContext extends Deadline {
  readonly credentials: Credentials;
  /** The viewer of the token, as far as that is known by now. */
  viewer: KnownViewer | undefined;
  origin(): Origin;
  /** Where the client may have its session; absent where the settings allow no cookie. */
  readonly sessionCookie?: SessionCookie;
  /** Whether caches may share the answer, where it is the same for everyone: nobody is signed in, and it was asked for by GET. */
  readonly mayBeShared: boolean;
  /** Whether the answer has to say what the operation cost. */
  readonly asksCost: boolean;
  /** Whether the answer is to say how the operation was carried out. */
  readonly asksExplanation: boolean;
  /** The id of the request in log lines. */
  readonly requestId: string;
  readonly log: ServiceLog;
}

/** The viewer of a token that was good lately. */
export interface KnownViewer {
  readonly id: string;
  readonly seesAll: boolean;
}

/** The session of a client in a cookie. */
export interface SessionCookie {
  /** Whether the client asks for its session in a cookie, or has it there. */
  readonly isAsked: boolean;
  keep(token: string): void;
  /** Has the client drop the cookie, if the request came with it. */
  forget(): void;
}

/** Where a request comes from. */
export interface Origin {
  /** The client's IP address: the connection's, or the one that a trusted proxy forwards. */
  readonly address: string;
  /** The address of this service as the client has it, without a path. */
  readonly url: string;
  /** The User-Agent header. */
  readonly userAgent?: string;
}

/** The credentials in the Authorization header or the cookie. Only the hash of a token is kept. */
export type Credentials =
  | { readonly kind: "none" }
  | { readonly kind: "token"; readonly hash: Buffer }
  | { readonly kind: "malformed" };

/** The hash of the request's token, when it came with one. */
export const tokenHashOf = ({ credentials }: RequestContext): Buffer | undefined =>
  credentials.kind === "token" ? credentials.hash : undefined;
