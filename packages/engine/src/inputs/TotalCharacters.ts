import { Extensions } from "type-graphql";
import { FieldCode } from "../errors.js";
import { rule } from "./rule.js";

/** A list whose texts together have at most so many characters. Null passes. */
export function TotalCharacters(max: number, advice: string): PropertyDecorator {
  const message = `Send at most ${max} characters in all of it together. ${advice}`;
  return (prototype, property) => {
    Extensions({ maxCharacters: max })(prototype, property);
    rule(FieldCode.TOO_LONG, message, (value) => charactersOf(value) <= max)(prototype, property);
  };
}

function charactersOf(value: unknown): number {
  if (typeof value === "string") return [...value].length;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce((sum: number, inner) => sum + charactersOf(inner), 0);
}
