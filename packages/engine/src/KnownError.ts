/** A failure whose message tells an operator what is wrong and what to do, so that nobody has to see a stack. */
export class KnownError extends Error {}
