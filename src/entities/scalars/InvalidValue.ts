import type { FieldCode } from "../../errors.js";

/**
 * What a scalar hands back for a value it refuses. It does not throw: graphql-js would answer with its own text, which quotes
 * the value, and would stop at the first. Carried to the field instead, all wrong arguments are told at once, with their paths.
 */
export class InvalidValue extends Error {
  constructor(
    readonly code: FieldCode,
    message: string,
  ) {
    super(message);
  }
}
