import { loggedOf } from "../answering/loggedOf.js";
import type { ServiceLog } from "../ServiceLog.js";

/**
 * Ends the process with 1 after an unhandled error, because its work may be half done; the supervisor starts it anew. Node itself would
 * print the whole error, and a driver's error holds rows.
 */
export function endOnUncaught(log: ServiceLog): void {
  process.on("uncaughtException", (error) => {
    log.fatal(loggedOf(error), "An error that nobody has handled ends the process");
    process.exit(1);
  });
}
