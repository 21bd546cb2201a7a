import { ValidateBy } from "class-validator";
import { InvalidValue } from "../scalars/InvalidValue.js";

/**
 * Makes a decorator that limits what an input field may hold, with the message for a client that sends something else. An absent field
 * passes, because an update leaves it alone. Each rule decides about null. The scalar alone reports a value that it has refused.
 */
export function rule(code: string, message: string, holds: (value: unknown, input: object) => boolean): PropertyDecorator {
  return ValidateBy({
    name: code,
    validator: {
      validate: (value, given) => value === undefined || value instanceof InvalidValue || holds(value, given?.object ?? {}),
      defaultMessage: () => message,
    },
  });
}
