import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metrics } from "./Metrics.js";

/** Answers GET /metrics on a port of its own, which is for operators alone, and hands the port back. */
export async function serveMetrics(metrics: Pick<Metrics, "text">, host: string, port: number): Promise<number> {
  const server = createServer(async ({ url }, answer) => {
    if (url !== "/metrics") {
      answer.writeHead(404, { "content-type": "text/plain" }).end("The metrics are at /metrics.\n");
      return;
    }
    try {
      const { type, text } = await metrics.text();
      answer.writeHead(200, { "content-type": type }).end(text);
    } catch {
      answer.writeHead(503, { "content-type": "text/plain" }).end("A process has not told its metrics in time.\n");
    }
  });
  await once(server.listen(port, host), "listening");
  // The process ends without waiting for readers of metrics.
  server.unref();
  return (server.address() as AddressInfo).port;
}
