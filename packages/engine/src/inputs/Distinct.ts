import { FieldCode } from "../errors.js";
import { rule } from "./rule.js";

/** A list without duplicates. Null passes. */
export const Distinct = (): PropertyDecorator =>
  rule(FieldCode.DUPLICATE, "Send each entry once.", (value) => !Array.isArray(value) || new Set(value).size === value.length);
