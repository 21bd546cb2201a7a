import { brotliCompress, type CompressCallback, constants, gzip } from "node:zlib";
import { negotiate } from "@fastify/accept-negotiator";

/** Less does not get smaller by enough. */
export const MIN_BYTES = 1_024;
/** About as fast as gzip, and smaller; higher levels take many times as long. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } };

export type Encoding = "br" | "gzip";

/** The compression that a client prefers for so many bytes. */
export function encodingFor(accepted: string | undefined, length: number): Encoding | undefined {
  if (accepted === undefined || length < MIN_BYTES) return undefined;
  return (negotiate(accepted, ["br", "gzip"]) ?? undefined) as Encoding | undefined;
}

/** Compresses an answer on another thread. */
export const compress = (bytes: string | Buffer, encoding: Encoding, done: CompressCallback): void =>
  encoding === "br" ? brotliCompress(bytes, BROTLI, done) : gzip(bytes, done);
