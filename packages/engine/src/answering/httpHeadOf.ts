import { ClientError, ErrorCode } from "../errors.js";
import type { Answer } from "./OperationRequest.js";

const STATUS: Readonly<Record<string, number>> = {
  [ErrorCode.UNAUTHENTICATED]: 401,
  [ErrorCode.FORBIDDEN]: 403,
  [ErrorCode.ORIGIN_NOT_ALLOWED]: 403,
  [ErrorCode.RATE_LIMITED]: 429,
  [ErrorCode.UNAVAILABLE]: 503,
};

/** How long caches may serve public answers. */
const PUBLIC_SECONDS = 60;

/**
 * The HTTP status and headers of an answer. With the answer of any root field it is 200. Otherwise a failure while the operation ran is
 * 200 too (GraphQL over HTTP, section 6.4), except where proxies and clients act on the status; a refusal before it ran is 400.
 */
export function httpHeadOf({ data, failures, isAnswered, isPublic }: Answer): Head {
  if (failures.length === 0) return isPublic ? PUBLIC : OK;
  const waits = failures.map(({ error }) => (error instanceof ClientError ? (error.details.retryAfterSeconds ?? 0) : 0));
  const wait = Math.max(...waits);
  const headers: Head["headers"] = wait > 0 ? { "retry-after": String(wait) } : {};
  if (isAnswered) return { status: 200, headers };
  const error = failures[0]?.error;
  const status = error instanceof ClientError ? (STATUS[error.code] ?? (data === undefined ? 400 : 200)) : 500;
  return { status, headers };
}

interface Head {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** The heads of most answers, made once. */
const OK: Head = { status: 200, headers: {} };
const PUBLIC: Head = { status: 200, headers: { "cache-control": `public, max-age=${PUBLIC_SECONDS}` } };
