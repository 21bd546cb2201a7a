import type { FieldCode } from "../errors.js";

/**
 * What a scalar returns for a value that it refuses. If it threw, graphql-js would stop at the first error, with a message that
 * quotes the value. This way a client gets all wrong arguments at once, with their paths.
 */
export class InvalidValue extends Error {
  constructor(
    readonly code: FieldCode,
    message: string,
  ) {
    super(message);
  }
}
