/** Why an operator's command was not done, in words for the operator, and what to do. Never with a password. */
export class OperationError extends Error {}
