import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

/** What else the answer depends on: the viewer, and the type that the client accepts. */
const VARY = "authorization, cookie, accept";

/**
 * Gives an answer that caches may share an ETag (RFC 9110, section 8.8.3), and answers 304 to a client that has it already. The statement
 * runs all the same: only its rows show whether the answer is still the same.
 */
export function tagPublic(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  if (typeof payload !== "string" || !String(reply.getHeader("cache-control")).startsWith("public")) return payload;
  // Weak, because it is the same for any compression of the text.
  const tag = `W/"${createHash("sha256").update(payload).digest("base64url").slice(0, 27)}"`;
  reply.header("etag", tag).header("vary", [reply.getHeader("vary"), VARY].filter(Boolean).join(", "));
  const known = request.headers["if-none-match"]?.split(",").map((one) => one.trim().replace(/^(?!W\/)/, "W/")) ?? [];
  if (!known.some((one) => one === tag || one === "W/*")) return payload;
  for (const name of ["content-type", "content-length"]) reply.removeHeader(name);
  reply.code(304);
  return null;
}
