import type { BatchProgress } from "./DataMigration.js";

/** How far a data migration has come, in one line. */
export function describeProgress({ rowsDone, rowsInAll, secondsToGo }: BatchProgress): string {
  const percent = rowsInAll === 0 ? 100 : Math.floor((100 * rowsDone) / rowsInAll);
  const toGo = rowsDone >= rowsInAll ? "" : `, about ${durationOf(secondsToGo)} to go`;
  return `${rowsDone} of about ${rowsInAll} rows (${percent} %)${toGo}`;
}

function durationOf(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
