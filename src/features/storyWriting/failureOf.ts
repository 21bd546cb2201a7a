import type { APIError } from "openai";
import type { CallDetails } from "./CallDetails.js";
import { WriterDeferred } from "./WriterDeferred.js";
import { WriterFailed } from "./WriterFailed.js";

/** How long no call is made where an operator has to act first: a key or a bill. */
const OPERATOR_SECONDS = 600;
/** Where the provider does not say how long to wait. */
const LIMITED_SECONDS = 30;
const MAX_SECONDS = 600;
const QUOTA = "insufficient_quota";
const POLICY = /^(?:content_policy\w*|content_filter|moderation_blocked)$/;
/** A code, and no text. */
const CODE = /^[\w.:-]{1,100}$/;

/**
 * What follows of a call that threw: the provider declines, it is asked later, another try may help, or none does.
 * @param error what the provider's package has thrown; only its codes are looked at.
 */
export function failureOf(error: unknown): "refused" | WriterDeferred | WriterFailed {
  const { status, code, type, headers } = error as Partial<APIError>;
  const details = detailsOf(error);
  // No answer, or an answer that is not the provider's.
  if (status === undefined) return new WriterFailed(details);
  if (status === 401) return new WriterDeferred(OPERATOR_SECONDS, details, true);
  if (status === 429 && (code === QUOTA || type === QUOTA)) return new WriterDeferred(OPERATOR_SECONDS, details, true);
  if (status === 429) return new WriterDeferred(secondsIn(headers?.get("retry-after")), details);
  if (status === 400 && POLICY.test(String(code))) return "refused";
  const mayPass = status === 408 || status === 409 || status >= 500;
  return new WriterFailed(details, !mayPass);
}

interface Caused {
  readonly code?: unknown;
  readonly cause?: Caused;
}

function detailsOf(error: unknown): CallDetails {
  const { status, code, requestID, cause } = error as Partial<APIError> & { cause?: Caused };
  // A connection's failure has its code further in, and an answer that is no JSON has none.
  const codes = [code, cause?.code, cause?.cause?.code, error instanceof Error ? error.constructor.name : undefined];
  const told = codes.find((one): one is string => typeof one === "string" && CODE.test(one));
  return {
    ...(status !== undefined && { status }),
    ...(told !== undefined && { code: told }),
    ...(requestID && CODE.test(requestID) && { providerRequest: requestID }),
  };
}

/** The header Retry-After: seconds, or a date. */
function secondsIn(header: string | null | undefined): number {
  const seconds = /^\d+(\.\d+)?$/.test(header ?? "") ? Number(header) : (Date.parse(header ?? "") - Date.now()) / 1000;
  return Math.min(MAX_SECONDS, Math.max(1, Number.isNaN(seconds) ? LIMITED_SECONDS : seconds));
}
