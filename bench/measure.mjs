import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { bytesOfRequest, Connection } from "./Connection.mjs";

/**
 * Asks a server over so many connections at once, each as soon as its last answer is there, taking the requests in turn; for some
 * seconds, or a number of times. The time begins when all connections stand. A request is { query, token, variables, kind }.
 */
export async function load(port, requests, { connections = 8, seconds = Infinity, times = Infinity }) {
  const prepared = requests.map((request) => ({ kind: request.kind, bytes: bytesOfRequest(request) }));
  const latencies = new Map(prepared.map(({ kind }) => [kind, []]));
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(port)));
  const started = performance.now();
  let next = 0;
  const client = async (connection) => {
    while (next < times && performance.now() - started < seconds * 1000) {
      const { kind, bytes } = prepared[next++ % prepared.length];
      const sent = performance.now();
      const status = await connection.ask(bytes);
      if (status !== 200) throw new Error(`an answer with ${status}`);
      latencies.get(kind).push(performance.now() - sent);
    }
    connection.close();
  };
  await Promise.all(open.map(client));
  const duration = (performance.now() - started) / 1000;
  const all = [...latencies.values()].flat();
  return {
    requests: all.length,
    rate: all.length / duration,
    p50: percentile(all, 0.5),
    p99: percentile(all, 0.99),
    p99OfPoint: percentile(latencies.get("point") ?? [], 0.99),
  };
}

function percentile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Processor seconds that a process has used so far, the kernel's work for it too: the sum of its threads' (proc(5), schedstat). */
export function cpuSeconds(pid) {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + nanoseconds(`/proc/${pid}/task/${thread}`), 0) / 1e9;
}

/** Nothing of a thread that has just ended. */
function nanoseconds(task) {
  try {
    return Number(readFileSync(`${task}/schedstat`, "utf8").split(" ", 1)[0]);
  } catch {
    return 0;
  }
}

/** The most memory that a process has held since this was last reset, in MiB. */
export function peakMemory(pid) {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
}

export const resetPeak = (pid) => writeFileSync(`/proc/${pid}/clear_refs`, "5");
