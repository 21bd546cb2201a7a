import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers /healthz on a port of its own, and returns the port. @throws EADDRINUSE where it is taken. */
export async function serveHealth(isAlive: () => boolean, host: string, port: number): Promise<number> {
  const server = createServer(({ url }, answer) => {
    const status = url === "/healthz" ? (isAlive() ? 200 : 503) : 404;
    const text = JSON.stringify({ status: status === 200 ? "alive" : status === 503 ? "stuck" : "not found" });
    answer.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(text);
  });
  await once(server.listen(port, host), "listening");
  server.unref();
  return (server.address() as AddressInfo).port;
}
