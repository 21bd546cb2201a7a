import { brotliCompress, constants, gzip } from "node:zlib";
import { negotiate } from "@fastify/accept-negotiator";
import type { FastifyReply, FastifyRequest } from "fastify";

/** Less does not get smaller by enough. */
const MIN_BYTES = 1_024;
/** About as fast as gzip, and smaller; what is higher takes many times as long. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } };

/** Compresses a long answer as the client prefers it, on another thread. Who accepts no compression gets it as it is, at once. */
export function compress(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: Error | null, payload?: unknown) => void,
): void {
  const accepted = request.headers["accept-encoding"];
  const isLong = (typeof payload === "string" || Buffer.isBuffer(payload)) && payload.length >= MIN_BYTES;
  const encoding = isLong && accepted !== undefined ? negotiate(accepted, ["br", "gzip"]) : null;
  // Caches keep only answers to GET.
  if (isLong && (encoding !== null || request.method === "GET"))
    reply.header("vary", [reply.getHeader("vary"), "accept-encoding"].filter(Boolean).join(", "));
  if (encoding !== null) reply.header("content-encoding", encoding).removeHeader("content-length");
  if (isLong && encoding === "br") brotliCompress(payload, BROTLI, done);
  else if (isLong && encoding === "gzip") gzip(payload, done);
  else done(null, payload);
}
