import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** How long the main thread may show no sign of life, and how many signs it gives in this time. */
const STUCK_MS = 10_000;
const BEATS = 10;

/**
 * Answers /healthz on a port of its own, from a thread of its own, and returns the port: under a flood, new connections wait long for the
 * main thread to accept them. Once the main thread shows no sign of life any more, the answer is 503. @throws EADDRINUSE where it is taken.
 */
export async function healthThread(host: string, port: number, stuckMs = STUCK_MS): Promise<number> {
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(new URL("./healthWorker.js", import.meta.url), { workerData: { host, port, beats, stuckMs } });
  const [listening] = (await once(worker, "message")) as [number];
  // The process ends when its main thread has nothing left to do.
  worker.unref();
  setInterval(() => Atomics.add(beats, 0, 1), stuckMs / BEATS).unref();
  return listening;
}
