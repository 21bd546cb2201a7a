import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";

const TICKS_A_SECOND = 100;
const KERNEL = 2;

/**
 * Watches what the machine does besides the measurement.
 * @param roots the processes whose descendants are ours, with themselves.
 * @returns a function that says which share of the machine's processors other processes, and other machines on the same host, had since.
 */
export function watchOthers(roots) {
  const before = processes();
  const stolenBefore = stolenTicks();
  const started = performance.now();
  return () => {
    const now = processes();
    let ticks = stolenTicks() - stolenBefore;
    for (const [pid, process] of now) if (!isOurs(now, pid, roots)) ticks += process.ticks - (before.get(pid)?.ticks ?? 0);
    const seconds = (performance.now() - started) / 1000;
    return ticks / TICKS_A_SECOND / seconds / cpus().length;
  };
}

/** The parent of a process. */
export const parentOf = (pid) => processes().get(pid)?.parent;

/** The processes that one has started. */
export const childrenOf = (parent) => [...processes()].flatMap(([pid, process]) => (process.parent === parent ? [pid] : []));

/** Every process with its parent and the processor ticks it has used (proc(5), fields 4, 14 and 15 of stat). */
function processes() {
  const found = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(name);
    if (fields) found.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
  }
  return found;
}

/** Nothing of a process that has just ended. */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
  } catch {
    return undefined;
  }
}

/** The kernel's own threads work for us as for others; they are not counted. */
function isOurs(all, pid, roots) {
  for (let at = pid; at > 0; at = all.get(at)?.parent ?? 0) if (at === KERNEL || roots.includes(at)) return true;
  return false;
}

function stolenTicks() {
  const [, , , , , , , , steal] = readFileSync("/proc/stat", "utf8").split("\n", 1)[0].split(/\s+/);
  return Number(steal ?? 0);
}
