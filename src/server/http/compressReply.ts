import type { FastifyReply, FastifyRequest } from "fastify";
import { compress, encodingFor, MIN_BYTES } from "./compress.js";

/** Compresses what Fastify is about to send as the client prefers it. Who accepts no compression gets it as it is, at once. */
export function compressReply(
  { headers, method }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: Error | null, payload?: unknown) => void,
): void {
  if (!(typeof payload === "string" || Buffer.isBuffer(payload)) || payload.length < MIN_BYTES) return done(null, payload);
  const encoding = encodingFor(headers["accept-encoding"], payload.length);
  // Caches keep only answers to GET.
  if (encoding !== undefined || method === "GET")
    reply.header("vary", [reply.getHeader("vary"), "accept-encoding"].filter(Boolean).join(", "));
  if (encoding === undefined) return done(null, payload);
  reply.header("content-encoding", encoding).removeHeader("content-length");
  compress(payload, encoding, done);
}
