import type { FastifyRequest } from "fastify";
import type { TrustedDocuments } from "../documents/TrustedDocuments.js";

/** Whether the request names a trusted document, by its id or by its text; it then asks for its text alone, as any other request. */
export function namesTrusted(request: FastifyRequest, trusted: TrustedDocuments): boolean {
  return request.method === "POST" ? inBody(request, trusted) : inQuery(request, trusted);
}

function inBody(request: FastifyRequest, trusted: TrustedDocuments): boolean {
  const { body } = request;
  if (typeof body !== "object" || body === null || Array.isArray(body)) return false;
  const { operationName, variables, ...naming } = body as Record<string, unknown>;
  const query = trusted.textFor(naming);
  if (query !== undefined)
    request.body = {
      query,
      ...(operationName !== undefined && { operationName }),
      ...(variables !== undefined && { variables }),
    };
  return query !== undefined;
}

function inQuery(request: FastifyRequest, trusted: TrustedDocuments): boolean {
  const [path, search = ""] = request.url.split("?", 2);
  const parameters = new URLSearchParams(search);
  const query = trusted.textFor({
    query: parameters.get("query") ?? undefined,
    documentId: parameters.get("documentId") ?? undefined,
    extensions: parse(parameters.get("extensions")),
  });
  if (query === undefined) return false;
  for (const name of ["documentId", "extensions"]) parameters.delete(name);
  parameters.set("query", query);
  request.raw.url = `${path}?${parameters}`;
  return true;
}

function parse(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
