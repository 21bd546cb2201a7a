import { sqlStates } from "./sqlStates.js";

/** A pooler has dropped settings that DATABASE_URL asks for, so that this would be another schema or another session than the one named. */
export class LostOptionsError extends Error {
  readonly code = sqlStates.protocolViolation;
}
