import { unavailable } from "../errors.js";
import type { Caller, Deadline } from "./Deadline.js";

const OWN_MS = 10_000;
const OWN: Caller = { network: "" };

/**
 * The deadline of work that no request waits for, such as deleting rows whose period is over. It waits in the queue like a client of its own.
 */
export function ownDeadline(): Deadline {
  const until = performance.now() + OWN_MS;
  return { until, why: () => (performance.now() < until ? undefined : unavailable("slow")), caller: () => OWN };
}
