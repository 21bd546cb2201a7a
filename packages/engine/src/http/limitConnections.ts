import cluster from "node:cluster";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { ApiSettings } from "../ApiSettings.js";
import { networkOf } from "../request/networkOf.js";
import type { ServiceLog } from "../ServiceLog.js";
import type { IsProxy } from "./proxyRule.js";

const LOG_PAUSE_MS = 60_000;

/**
 * Closes connections above the limits as they come. A trusted proxy has the connections of all its clients, so only the limit in all
 * holds for it.
 */
export function limitConnections(server: Server, limits: ApiSettings["connections"], isProxy: IsProxy, log: ServiceLog): void {
  const open = new Map<string, number>();
  let loggedAt = Number.NEGATIVE_INFINITY;
  const report = (setting: "MAX_CONNECTIONS" | "MAX_CONNECTIONS_PER_ADDRESS") => {
    const now = performance.now();
    if (now - loggedAt < LOG_PAUSE_MS) return;
    loggedAt = now;
    log.warn({ setting }, "There are too many connections. New ones are closed at once until others have ended.");
  };
  // Full processes would pass a connection round and round.
  if (!cluster.isWorker) server.maxConnections = limits.most;
  server.on("drop", () => report("MAX_CONNECTIONS"));
  let all = 0;
  server.on("connection", (socket: Socket) => {
    if (cluster.isWorker && all >= limits.most) {
      report("MAX_CONNECTIONS");
      socket.destroy();
      return;
    }
    all++;
    socket.once("close", () => all--);
    const address = socket.remoteAddress ?? "";
    if (isProxy(address)) return;
    const network = networkOf(address);
    const count = (open.get(network) ?? 0) + 1;
    if (count > limits.mostOfNetwork) {
      report("MAX_CONNECTIONS_PER_ADDRESS");
      socket.destroy();
      return;
    }
    open.set(network, count);
    socket.once("close", () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left > 0) open.set(network, left);
      else open.delete(network);
    });
  });
}
