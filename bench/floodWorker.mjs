import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { Pool } from "undici";

/**
 * Sends the requests in turn from so many connections, each after a pause once the last is answered, until it is stopped. It does so in a
 * thread of its own, because readers beside it are measured here. stop() tells how many got which status.
 */
export function startFlood(port, requests, { connections, pauseMs }) {
  const worker = new Worker(new URL(import.meta.url), { workerData: { flood: { port, requests, connections, pauseMs } } });
  const stop = async () => {
    worker.postMessage("stop");
    const [statuses] = await once(worker, "message");
    return [...statuses].map(([status, count]) => `${count} × ${status}`).join(", ");
  };
  return { stop };
}

if (!isMainThread && workerData?.flood) {
  const { port, requests, connections, pauseMs } = workerData.flood;
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections });
  const statuses = new Map();
  let isOn = true;
  parentPort.once("message", () => {
    isOn = false;
  });
  let next = 0;
  const client = async () => {
    while (isOn) {
      const { statusCode, body } = await pool.request(requests[next++ % requests.length]);
      await body.dump();
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      if (pauseMs > 0) await wait(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await pool.close();
  parentPort.postMessage(statuses);
}
