import { type Logger, pino } from "pino";
import type { Config } from "../../config.js";

/** Structured logs, one JSON object a line, on standard output. The address of a GET holds the query, so only its path is logged. */
export function createLog(level: Config["logLevel"]): Logger {
  return pino({
    level,
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split("?", 1)[0] }),
    },
  });
}
