import { createHash } from "node:crypto";

/** A hash, so that the table of counts names nobody. */
export const countKey = (...parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
