import type { FastifyBaseLogger } from "fastify";
import type { ServiceLog } from "../ServiceLog.js";

/** A service's log as Fastify's logger. Children write as their parent. */
export function fastifyLog(log: ServiceLog): FastifyBaseLogger {
  const ignore = (): void => undefined;
  const write = (level: Exclude<keyof ServiceLog, "level">) => (values: unknown, line?: string) =>
    typeof values === "string" ? log[level]?.(values) : log[level]?.(values as object, line);
  const logger: FastifyBaseLogger = {
    level: log.level,
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    fatal: write("fatal"),
    debug: write("debug"),
    trace: write("trace"),
    silent: ignore,
    child: () => logger,
  };
  return logger;
}
