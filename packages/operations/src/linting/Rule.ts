import type { Statement } from "./Statement.js";

/** What a migration must not do. */
export interface Rule {
  /** As a comment that allows it says it. */
  readonly name: string;
  /** What would break, or wait. */
  readonly why: string;
  /** What to write instead. */
  readonly instead: string;
  readonly isBrokenBy: (statement: Statement) => boolean;
}
