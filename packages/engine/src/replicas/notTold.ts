import { sqlStates } from "../database/sqlStates.js";

/** What servers answer that keep to themselves how far their log is, as managed ones do. */
export const NOT_TOLD: ReadonlySet<unknown> = new Set([
  sqlStates.insufficientPrivilege,
  sqlStates.undefinedFunction,
  sqlStates.featureNotSupported,
]);
