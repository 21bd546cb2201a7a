import { ValidateBy } from "class-validator";
import { InvalidValue } from "../entities/scalars/InvalidValue.js";
import type { FieldCode } from "../errors.js";

/**
 * A decorator for an input field: what it may hold, and what a client is told otherwise. An absent field meets every rule,
 * since an update leaves it alone; whether null does is up to the rule. What its scalar has refused is told by the scalar alone.
 */
export function rule(code: FieldCode, message: string, holds: (value: unknown, input: object) => boolean): PropertyDecorator {
  return ValidateBy({
    name: code,
    validator: {
      validate: (value, given) => value === undefined || value instanceof InvalidValue || holds(value, given?.object ?? {}),
      defaultMessage: () => message,
    },
  });
}
