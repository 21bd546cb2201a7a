import { Extensions } from "type-graphql";
import { FieldCode } from "../errors.js";
import { rule } from "./rule.js";

/** A text of min to max characters, as PostgreSQL counts them: Unicode code points. Null passes. */
export function CharacterCount(min: number, max: number): PropertyDecorator {
  const range = `Send ${min} to ${max} characters.`;
  return (prototype, property) => {
    Extensions({ maxLength: max })(prototype, property);
    rule(FieldCode.TOO_SHORT, range, (text) => typeof text !== "string" || [...text].length >= min)(prototype, property);
    rule(FieldCode.TOO_LONG, range, (text) => typeof text !== "string" || [...text].length <= max)(prototype, property);
  };
}
