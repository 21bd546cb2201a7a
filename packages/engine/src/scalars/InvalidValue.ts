import type { FieldCode } from "../errors.js";

/**
 * A scalar returns it for a value that it refuses. After a throw graphql-js would stop at the first error, with a message that quotes the
 * value. This way a client gets all wrong arguments at once, with their paths.
 */
export class InvalidValue extends Error {
  constructor(
    readonly code: FieldCode,
    message: string,
  ) {
    super(message);
  }
}
