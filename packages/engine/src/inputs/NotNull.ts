import { FieldCode } from "../errors.js";
import { rule } from "./rule.js";

/** A field that an update may leave out, but not clear. */
export const NotNull = (): PropertyDecorator =>
  rule(FieldCode.NOT_NULL, "Send a value, or leave the field out to keep what is there.", (value) => value !== null);
