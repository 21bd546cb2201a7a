import { ErrorCode } from "../../errors.js";
import { clientErrorOf } from "../answering/formatError.js";
import type { Answer } from "../answering/OperationRequest.js";

const STATUS: Partial<Record<ErrorCode, number>> = {
  [ErrorCode.UNAUTHENTICATED]: 401,
  [ErrorCode.FORBIDDEN]: 403,
  [ErrorCode.ORIGIN_NOT_ALLOWED]: 403,
  [ErrorCode.RATE_LIMITED]: 429,
  [ErrorCode.UNAVAILABLE]: 503,
};

/** How long caches may hand on what everyone may read. */
const PUBLIC_SECONDS = 60;

/**
 * The HTTP status and headers of an answer. An answer of any root field is 200. Where there is none, what failed while it was carried out
 * is 200 too (GraphQL over HTTP, section 6.4), save where proxies and clients act on the status; what was refused before it ran is 400.
 */
export function httpHeadOf({ data, failures = [], isAnswered, isPublic }: Answer): {
  status: number;
  headers: Readonly<Record<string, string>>;
} {
  const clients = failures.map(clientErrorOf);
  const [first] = clients;
  const waits = clients.flatMap((client) => client?.details.retryAfterSeconds ?? []);
  const headers: Record<string, string> = waits.length === 0 ? {} : { "retry-after": String(Math.max(...waits)) };
  if (isPublic && failures.length === 0) headers["cache-control"] = `public, max-age=${PUBLIC_SECONDS}`;
  if (isAnswered || failures.length === 0) return { status: 200, headers };
  return { status: first ? (STATUS[first.code] ?? (data === undefined ? 400 : 200)) : 500, headers };
}
