import type { IncomingHttpHeaders } from "node:http";
import type { FastifyRequest } from "fastify";
import type { ReadSubscription, SubscriptionDocuments } from "../documents/SubscriptionDocuments.js";
import type { EventFormat } from "./EventFormat.js";
import { formatFor } from "./formatFor.js";

/** A subscription that a request asks to have as a stream. */
export interface StreamRequest {
  readonly format: EventFormat;
  readonly document: ReadSubscription;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether a page of another site could have had the browser ask. */
  readonly isForgeable: boolean;
}

/** What a request asks to have as a stream; undefined where it asks for something else, which Apollo Server then answers. */
export function readSubscription(documents: SubscriptionDocuments, request: FastifyRequest): StreamRequest | undefined {
  const { method, headers, body, raw } = request;
  const format = formatFor(headers.accept);
  const sent = format && (method === "GET" ? inAddress(raw.url ?? "") : body);
  if (!format || typeof sent !== "object" || sent === null) return undefined;
  const { query, operationName, variables } = sent as Record<string, unknown>;
  if (typeof query !== "string" || !isAbsent(operationName, "string") || !isAbsent(variables, "object")) return undefined;
  const document = documents.read(query, (operationName as string | null | undefined) || undefined);
  const isForgeable = method === "GET" && !isOfOwnPage(headers);
  return document && { format, document, variables: (variables ?? {}) as StreamRequest["variables"], isForgeable };
}

const isAbsent = (value: unknown, or: "string" | "object"): boolean =>
  value === undefined || value === null || (typeof value === or && !Array.isArray(value));

function inAddress(url: string): unknown {
  const parameters = new URLSearchParams(url.split("?", 2)[1]);
  const variables = parameters.get("variables");
  try {
    return {
      query: parameters.get("query"),
      operationName: parameters.get("operationName"),
      variables: variables === null ? undefined : JSON.parse(variables),
    };
  } catch {
    return undefined;
  }
}

/**
 * An EventSource can send no header of its own, so the browser's headers decide. A request with an Origin has passed the check of origins.
 * No page can write Sec-Fetch-Site. A request with neither header and no cookie comes from no browser of today.
 */
const isOfOwnPage = ({ origin, cookie, "sec-fetch-site": site, "apollo-require-preflight": asked }: IncomingHttpHeaders) =>
  origin !== undefined || asked !== undefined || site === "same-origin" || (site === undefined && cookie === undefined);
