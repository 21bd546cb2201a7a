import { ErrorCode } from "../../errors.js";
import { clientErrorOf } from "../answering/formatError.js";
import type { Answer } from "../answering/OperationRequest.js";

const STATUS: Partial<Record<ErrorCode, number>> = {
  [ErrorCode.UNAUTHENTICATED]: 401,
  [ErrorCode.FORBIDDEN]: 403,
  [ErrorCode.RATE_LIMITED]: 429,
  [ErrorCode.UNAVAILABLE]: 503,
};

/**
 * The HTTP status and headers of an answer. Without data, what failed while it was carried out is 200 (GraphQL over HTTP,
 * section 6.4), save where proxies and clients act on the status; what was refused before it ran is 400.
 */
export function httpHeadOf({ data, failure }: Answer): { status: number; headers: Readonly<Record<string, string>> } {
  const client = clientErrorOf(failure);
  const retryAfter = client?.details.retryAfterSeconds;
  const headers: Record<string, string> = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  if (data) return { status: 200, headers };
  return { status: client ? (STATUS[client.code] ?? (data === undefined ? 400 : 200)) : 500, headers };
}
