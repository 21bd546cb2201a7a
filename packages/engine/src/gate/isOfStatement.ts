import { ClientError } from "../errors.js";

/** Whether the statement itself has failed: then those who share it may fare better alone. The loss of a connection hits each alike. */
export const isOfStatement = (error: unknown): boolean =>
  !(error instanceof ClientError) || error.details.isOfStatement === true;
