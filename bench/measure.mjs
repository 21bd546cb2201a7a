import { readFileSync, writeFileSync } from "node:fs";
import { Pool } from "undici";

export const CONNECTIONS = 8;
const TICKS_A_SECOND = 100;

/** Asks a server from 8 connections at once for some seconds, or a number of times, taking the requests in turn. */
export async function load(port, query, requests, { seconds = Number.POSITIVE_INFINITY, times = Number.POSITIVE_INFINITY }) {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS });
  const bodies = requests.map(({ token, variables }) => ({
    method: "POST",
    path: "/graphql",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  }));
  const latencies = [];
  const started = performance.now();
  let next = 0;
  const client = async () => {
    while (next < times && performance.now() - started < seconds * 1000) {
      const request = bodies[next++ % bodies.length];
      const sent = performance.now();
      const { statusCode, body } = await pool.request(request);
      await body.dump();
      if (statusCode !== 200) throw new Error(`an answer with ${statusCode}`);
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  const duration = (performance.now() - started) / 1000;
  await pool.close();
  latencies.sort((a, b) => a - b);
  const percentile = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  return { requests: latencies.length, rate: latencies.length / duration, p50: percentile(0.5), p99: percentile(0.99) };
}

/** Processor seconds that a process has used so far (proc(5), fields 14 and 15 of stat). */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** The most memory that a process has held since this was last reset, in MiB. */
export function peakMemory(pid) {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
}

export const resetPeak = (pid) => writeFileSync(`/proc/${pid}/clear_refs`, "5");
