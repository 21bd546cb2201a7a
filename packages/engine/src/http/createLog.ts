import { type LevelWithSilent, type Logger, pino } from "pino";
import { LogOutput } from "./LogOutput.js";

/** Structured logs, one JSON object a line, on standard output. The address of a GET holds the query, so only its path is logged. */
export function createLog(level: LevelWithSilent): Logger {
  const output = new LogOutput((lines) =>
    log.warn({ lines }, "Lines of the log were dropped, because nobody read them in time"),
  );
  const serializers = {
    req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split("?", 1)[0] }),
  };
  const log: Logger = pino({ level, serializers }, output);
  return log;
}
