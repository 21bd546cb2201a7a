import { ClientError } from "../errors.js";

/** Whether the statement itself has failed: then its reads may succeed alone. The loss of a connection hits all alike. */
export const isOfStatement = (error: unknown): boolean =>
  !(error instanceof ClientError) || error.details.isOfStatement === true;
