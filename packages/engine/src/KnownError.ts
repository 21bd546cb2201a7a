/** A failure whose message tells an operator what is wrong and what to do, without a stack. */
export class KnownError extends Error {}
