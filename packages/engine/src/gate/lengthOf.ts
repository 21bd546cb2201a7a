import type { Row } from "./WaitingRead.js";

/** How many characters a row has. */
export const lengthOf = (row: Row): number =>
  row.reduce<number>((sum, value) => sum + (typeof value === "string" ? value.length : 0), 0);
