import type { FastifyBaseLogger } from "fastify";

/** What is known of a request besides its operation. */
export interface RequestContext {
  readonly credentials: Credentials;
  readonly origin: () => Origin;
  /** Whether the answer is to say what the operation cost. */
  readonly asksCost: boolean;
  /** The id of the request in log lines. */
  readonly requestId: string;
  readonly log: FastifyBaseLogger;
  /** Aborted when nobody waits for the answer any more: the client has hung up, or the request was given up. */
  readonly signal: AbortSignal;
  /** Aborts the signal. */
  giveUp(): void;
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

/** What the Authorization header held. Only the hash of a token is kept. */
export type Credentials =
  | { readonly kind: "none" }
  | { readonly kind: "token"; readonly hash: Buffer }
  | { readonly kind: "malformed" };

/** The hash of the request's token, when it came with one. */
export const tokenHashOf = ({ credentials }: RequestContext): Buffer | undefined =>
  credentials.kind === "token" ? credentials.hash : undefined;
