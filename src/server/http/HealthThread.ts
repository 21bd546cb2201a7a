import { once } from "node:events";
import { Worker } from "node:worker_threads";

const BEAT_MS = 1_000;

/**
 * Answers /healthz on a port of its own, from a thread of its own: under a flood, new connections wait long for the main thread to
 * accept them. Once the main thread shows no sign of life any more, the answer is 503.
 */
export class HealthThread {
  private constructor(
    /** The port that it listens on. */
    readonly port: number,
  ) {}

  /** @throws EADDRINUSE where the port is taken. */
  static async start(host: string, port: number): Promise<HealthThread> {
    const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const worker = new Worker(new URL("./healthWorker.js", import.meta.url), { workerData: { host, port, beats } });
    const [listening] = (await once(worker, "message")) as [number];
    // The process ends when its main thread has nothing left to do.
    worker.unref();
    setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
    return new HealthThread(listening);
  }
}
