import { sqlStates } from "./sqlStates.js";

/**
 * A pooler has dropped settings that DATABASE_URL asks for, so the session would have another schema or other settings than the URL
 * names.
 */
export class LostOptionsError extends Error {
  readonly code = sqlStates.protocolViolation;
}
