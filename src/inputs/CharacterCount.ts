import { Extensions } from "type-graphql";
import { FieldCode } from "../errors.js";
import { textRule } from "./textRule.js";

/** A text of min to max characters, as PostgreSQL counts them: Unicode code points. Null passes. */
export function CharacterCount(min: number, max: number): PropertyDecorator {
  const range = `Send ${min} to ${max} characters.`;
  return (prototype, property) => {
    Extensions({ maxLength: max })(prototype, property);
    textRule(FieldCode.TOO_SHORT, range, (text) => [...text].length >= min)(prototype, property);
    textRule(FieldCode.TOO_LONG, range, (text) => [...text].length <= max)(prototype, property);
  };
}
