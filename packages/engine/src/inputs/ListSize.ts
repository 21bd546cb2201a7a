import { Extensions } from "type-graphql";
import { FieldCode } from "../errors.js";
import { rule } from "./rule.js";

/** A list of at most so many entries. Null passes. */
export function ListSize(max: number): PropertyDecorator {
  return (prototype, property) => {
    Extensions({ maxEntries: max })(prototype, property);
    rule(
      FieldCode.TOO_MANY,
      `Send at most ${max} entries.`,
      (value) => !Array.isArray(value) || value.length <= max,
    )(prototype, property);
  };
}
