import { Extensions } from "type-graphql";
import { FieldCode } from "../errors.js";
import { textRule } from "./textRule.js";

/**
 * A text of min to max characters, as PostgreSQL counts them: Unicode code points. Null passes.
 * @param stored the form in which the text is stored, of which that is said.
 */
export function CharacterCount(min: number, max: number, stored = (text: string): string => text): PropertyDecorator {
  const range = `Send ${min} to ${max} characters.`;
  const count = (text: string) => [...stored(text)].length;
  return (prototype, property) => {
    Extensions({ maxLength: max })(prototype, property);
    textRule(FieldCode.TOO_SHORT, range, (text) => count(text) >= min)(prototype, property);
    textRule(FieldCode.TOO_LONG, range, (text) => count(text) <= max)(prototype, property);
  };
}
