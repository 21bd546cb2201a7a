import type { WaitingRead } from "./WaitingRead.js";

/** Why no request waits for any of these any more; undefined while one does. */
export function whyAll(reads: readonly WaitingRead[]): unknown {
  let reason: unknown;
  for (const read of reads) {
    reason = read.why();
    if (reason === undefined) return undefined;
  }
  return reason;
}
