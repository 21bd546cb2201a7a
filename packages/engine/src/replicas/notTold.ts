import { sqlStates } from "../database/sqlStates.js";

/** How servers answer that do not say how far their log is, as managed servers do. */
export const NOT_TOLD: ReadonlySet<unknown> = new Set([
  sqlStates.insufficientPrivilege,
  sqlStates.undefinedFunction,
  sqlStates.featureNotSupported,
]);
