import { FieldCode } from "../errors.js";
import { rule } from "./rule.js";

/** A list of at most so many entries. Null passes. */
export const ListSize = (max: number): PropertyDecorator =>
  rule(FieldCode.TOO_MANY, `Send at most ${max} entries.`, (value) => !Array.isArray(value) || value.length <= max);
