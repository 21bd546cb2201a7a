import { fileURLToPath } from "node:url";
import type { FastifyBaseLogger } from "fastify";
import { ListenError } from "../../packages/engine/src/http/ListenError.js";
import { serveMetrics } from "../../packages/engine/src/metrics/serveMetrics.js";
import { allMetrics } from "../../packages/engine/src/metrics/sharedMetrics.js";
import type { Config } from "../config.js";
import { Processes } from "./Processes.js";
import { serveHealth } from "./serveHealth.js";

/** Each of the processes ends within 14 s by itself. */
const LIMITS = { stuckMs: 10_000, pauseMs: 100, longestPauseMs: 30_000, soonMs: 30_000, stopMs: 14_500 };

/**
 * Runs the service as several processes, with one health port and one metrics port for all, until a signal stops them.
 * @returns the exit code. @throws ListenError
 */
export async function runProcesses(config: Config, log: FastifyBaseLogger): Promise<number> {
  const { host, healthPort, metricsPort, processes: count } = config;
  const main = fileURLToPath(new URL("../main.js", import.meta.url));
  const processes = new Processes(main, { count, ...LIMITS }, log);
  if (healthPort !== undefined) {
    const serving = serveHealth(() => processes.isAlive, host, healthPort);
    log.info({ port: await ListenError.explaining("HEALTH_PORT", healthPort, serving) }, "health port");
  }
  if (metricsPort !== undefined) {
    const serving = serveMetrics(allMetrics(), host, metricsPort);
    log.info({ port: await ListenError.explaining("METRICS_PORT", metricsPort, serving) }, "metrics port");
  }
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => processes.stop());
  log.info({ processes: count }, "starting the processes");
  return processes.run();
}
