import { parentPort, workerData } from "node:worker_threads";
import { serveHealth } from "./serveHealth.js";

const { host, port, beats, stuckMs } = workerData as { host: string; port: number; beats: Int32Array; stuckMs: number };
let seen = Atomics.load(beats, 0);
let seenAt = performance.now();

function isAlive(): boolean {
  const now = Atomics.load(beats, 0);
  if (now !== seen) [seen, seenAt] = [now, performance.now()];
  return performance.now() - seenAt <= stuckMs;
}
// A probe that comes seldom must not take its own pause for the main thread's.
setInterval(isAlive, stuckMs / 10);

parentPort?.postMessage(await serveHealth(isAlive, host, port));
