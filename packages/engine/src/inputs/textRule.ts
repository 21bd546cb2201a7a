import { rule } from "./rule.js";

/** A rule for a text. Null passes, and so does a value that is no text: its scalar has refused it already. */
export const textRule = (code: string, message: string, holds: (text: string, input: object) => boolean): PropertyDecorator =>
  rule(code, message, (value, input) => typeof value !== "string" || holds(value, input));
