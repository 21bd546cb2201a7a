import type { IncomingHttpHeaders } from "node:http";
import type { Operation } from "../compiler/Operation.js";
import type { OperationCache } from "../documents/OperationCache.js";
import { typeFor } from "./typeFor.js";

/** The operation of a request, and the type of answer that it accepts. */
interface Known {
  readonly operation: Operation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly type: string;
}

const PLAIN_CONTENT = /^application\/json\s*(;\s*charset=utf-8\s*)?$/i;

/** The known operation of a POST that has nothing about it for Apollo to decide. */
export function knownRequest(cache: OperationCache, headers: IncomingHttpHeaders, body: unknown): Known | undefined {
  if (typeof body !== "object" || body === null || headers.host === undefined) return undefined;
  const { query, operationName, variables, ...others } = body as Record<string, unknown>;
  for (const _other in others) return undefined;
  if (typeof query !== "string" || !(isAbsent(operationName) || typeof operationName === "string")) return undefined;
  if (!isAbsent(variables) && (typeof variables !== "object" || Array.isArray(variables))) return undefined;
  const type = PLAIN_CONTENT.test(headers["content-type"] ?? "") ? typeFor(headers.accept) : undefined;
  const operation = cache.find(query, operationName);
  if (type === undefined || operation === undefined || operation.liveAs !== undefined) return undefined;
  return { operation, variables: (variables ?? {}) as Record<string, unknown>, type };
}

const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;
