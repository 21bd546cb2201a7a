import type { ServiceLog } from "../ServiceLog.js";
import type { ReportStatement } from "./Reader.js";

/** Logs statements that took longer than the limit, by the operation's name. 0 logs none. */
export function slowStatements(log: ServiceLog, limitMs: number): ReportStatement {
  return (operation, ms) => {
    if (limitMs > 0 && ms >= limitMs) log.warn({ operation, ms: Math.round(ms) }, "slow statement");
  };
}
