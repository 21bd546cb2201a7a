import { once } from "node:events";
import { request } from "node:http";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

const PAUSE_MS = 50;

/** Asks /healthz on a port again and again, from a thread of its own, so that the load's own waits are not counted. */
export function startProbe(port) {
  const worker = new Worker(new URL(import.meta.url), { workerData: { port } });
  /** Ends it. Answers how long each answer took, in milliseconds, and how many were no 200. */
  const stop = async () => {
    worker.postMessage("stop");
    const [result] = await once(worker, "message");
    return result;
  };
  return { stop };
}

if (!isMainThread && workerData?.port) {
  const times = [];
  let failed = 0;
  let isStopped = false;
  parentPort.once("message", () => {
    isStopped = true;
  });
  // A new connection each time, as probes make them.
  const ask = () =>
    new Promise((resolve) => {
      const sent = request({ host: "127.0.0.1", port: workerData.port, path: "/healthz", agent: false }, (answer) => {
        answer.resume().on("end", () => resolve(answer.statusCode));
      });
      sent.on("error", () => resolve(0)).end();
    });
  while (!isStopped) {
    const started = performance.now();
    if ((await ask()) !== 200) failed++;
    times.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  parentPort.postMessage({ times, failed });
}
