import { KnownError } from "#engine/database";

/** Says why a command was not done, and what to do. It never holds a password. */
export class OperationError extends KnownError {}
