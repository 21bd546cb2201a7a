import { FieldCode } from "../errors.js";
import { rule } from "./rule.js";

/** A number from min to max. Null passes. */
export const NumberRange = (min: number, max: number): PropertyDecorator =>
  rule(
    FieldCode.OUT_OF_RANGE,
    `Send a number from ${min} to ${max}.`,
    (value) => typeof value !== "number" || (value >= min && value <= max),
  );
