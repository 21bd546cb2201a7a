import type { Member } from "./Member.js";

/** Why nobody waits for any of these any more, or undefined while somebody waits for one. */
export function whyAll(members: readonly Member[]): unknown {
  let reason: unknown;
  for (const member of members) {
    reason = member.why();
    if (reason === undefined) return undefined;
  }
  return reason;
}
