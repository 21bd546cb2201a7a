import type { FastifyReply, FastifyRequest } from "fastify";
import { compress, encodingFor, MIN_BYTES } from "./compress.js";

/** Compresses what Fastify is about to send as the client prefers it. A client that accepts no compression gets it as it is, at once. */
export function compressReply(
  { headers, method }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: Error | null, payload?: unknown) => void,
): void {
  const isLong = (typeof payload === "string" || Buffer.isBuffer(payload)) && payload.length >= MIN_BYTES;
  const encoding = isLong ? encodingFor(headers["accept-encoding"], payload.length) : undefined;
  // Caches keep only answers to GET.
  if (isLong && (encoding !== undefined || method === "GET"))
    reply.header("vary", [reply.getHeader("vary"), "accept-encoding"].filter(Boolean).join(", "));
  if (encoding !== undefined) reply.header("content-encoding", encoding).removeHeader("content-length");
  if (isLong && encoding !== undefined) compress(payload, encoding, done);
  else done(null, payload);
}
