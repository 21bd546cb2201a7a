import type { Row } from "./WaitingRead.js";

/** How many characters a row has. */
export function lengthOf(row: Row): number {
  let length = 0;
  for (const value of row) if (typeof value === "string") length += value.length;
  return length;
}
