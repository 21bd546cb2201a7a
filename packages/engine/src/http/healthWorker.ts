import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

const { host, port, beats, stuckMs } = workerData as { host: string; port: number; beats: Int32Array; stuckMs: number };
let seen = Atomics.load(beats, 0);
let seenAt = performance.now();

function isStuck(): boolean {
  const now = Atomics.load(beats, 0);
  if (now !== seen) [seen, seenAt] = [now, performance.now()];
  return performance.now() - seenAt > stuckMs;
}
// A probe that comes seldom must not take its own pause for the main thread's.
setInterval(isStuck, stuckMs / 10);

const server = createServer(({ url }, answer) => {
  const isHealth = url === "/healthz";
  const status = isHealth ? (isStuck() ? 503 : 200) : 404;
  const text = JSON.stringify({ status: status === 200 ? "alive" : status === 503 ? "stuck" : "not found" });
  answer.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(text);
});
server.listen(port, host, () => parentPort?.postMessage((server.address() as AddressInfo).port));
