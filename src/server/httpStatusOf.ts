import { ErrorCode } from "../errors.js";
import { clientErrorOf } from "./formatError.js";

const STATUS: Partial<Record<ErrorCode, number>> = {
  [ErrorCode.UNAUTHENTICATED]: 401,
  [ErrorCode.FORBIDDEN]: 403,
  [ErrorCode.RATE_LIMITED]: 429,
  [ErrorCode.UNAVAILABLE]: 503,
};

/**
 * The HTTP status of an answer without data. What failed while it was carried out is 200 (GraphQL over HTTP, section 6.4),
 * save where proxies and clients act on the status; what was refused before it ran is 400.
 */
export function httpStatusOf(failure: unknown, isRefused: boolean): number {
  const client = clientErrorOf(failure);
  if (!client) return 500;
  return STATUS[client.code] ?? (isRefused ? 400 : 200);
}
