import type { FastifyBaseLogger } from "fastify";

/** What is known of a request besides its operation. */
export interface RequestContext {
  readonly credentials: Credentials;
  /** Carries the request's id. */
  readonly log: FastifyBaseLogger;
}

/** What the Authorization header held. A token is only ever kept as its hash. */
export type Credentials =
  | { readonly kind: "none" }
  | { readonly kind: "token"; readonly hash: Buffer }
  | { readonly kind: "malformed" };
