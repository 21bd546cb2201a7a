import { cpuSeconds, load } from "./measure.mjs";

/** A server is warm when a step of load no longer takes clearly less processor time a request than the best one before. */
const LEAST_STEPS = 3;
const IS_LESS = 0.95;

/**
 * Compilers in a server's engine go on for many thousands of requests; what is measured before is mostly them.
 * @param step how long one step is, as load() has it. @param most how many steps it takes at most.
 */
export async function warmUp({ pid, port }, list, step, most) {
  let least = Number.POSITIVE_INFINITY;
  for (let count = 1; count <= most; count++) {
    const cpu = cpuSeconds(pid);
    const { requests } = await load(port, list, { connections: count % 2 === 0 ? 8 : 64, ...step });
    const each = (cpuSeconds(pid) - cpu) / requests;
    if (count >= LEAST_STEPS && each > IS_LESS * least) return;
    least = Math.min(least, each);
  }
}
