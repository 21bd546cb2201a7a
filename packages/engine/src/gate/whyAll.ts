import type { Member } from "./Member.js";

/** Why no request waits for any of these any more; undefined while one does. */
export function whyAll(members: readonly Member[]): unknown {
  let reason: unknown;
  for (const member of members) {
    reason = member.why();
    if (reason === undefined) return undefined;
  }
  return reason;
}
