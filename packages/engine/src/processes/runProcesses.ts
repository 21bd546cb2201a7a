import cluster from "node:cluster";
import type { ApiSettings } from "../ApiSettings.js";
import { ListenError } from "../http/ListenError.js";
import { serveHealth } from "../http/serveHealth.js";
import { serveMetrics } from "../metrics/serveMetrics.js";
import { allMetrics } from "../metrics/sharedMetrics.js";
import type { ServiceLog } from "../ServiceLog.js";
import { Processes } from "./Processes.js";
import { giveSigns } from "./signs.js";

/** Each of the processes ends within 14 s by itself. */
const LIMITS = { stuckMs: 10_000, pauseMs: 100, longestPauseMs: 30_000, soonMs: 30_000, stopMs: 14_500 };

/**
 * Runs the service as several processes, with one health port and one metrics port for all, until a signal stops them.
 * @param program the file that each of them runs. @returns the exit code; undefined in each of the processes, and where there is to be
 * one alone: the caller then serves. @throws ListenError
 */
export async function runProcesses(
  program: string,
  { host, healthPort, metricsPort, processes: count }: ApiSettings,
  log: ServiceLog,
): Promise<number | undefined> {
  if (cluster.isWorker) giveSigns();
  if (cluster.isWorker || count <= 1) return undefined;
  const processes = new Processes(program, { count, ...LIMITS }, log);
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
