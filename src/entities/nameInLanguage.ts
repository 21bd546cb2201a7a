import { ArgsType, Field } from "type-graphql";
import { Language, SEEN } from "./Language.js";

@ArgsType()
export class NameLanguage {
  @Field(() => Language, { nullable: true, description: "The language to answer in; as it is stored when it is left out." })
  language?: Language | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: "Whether the other language stands in where this one is missing or blank.",
  })
  fallback: boolean;
}

/** What all names in a language asked for say about it. */
export const NAME_LANGUAGE =
  "Without a language as it is stored; else in that language, or in the other one where that is missing and fallback is true.";

/**
 * The SQL of a name in the language asked for, from the properties `<base>` and `<base>De`. What was stored before there were two is taken
 * for English.
 */
export function nameInLanguage(base: string): (given: NameLanguage) => string {
  return ({ language, fallback }) => {
    if (language !== Language.DE) return `{${base}}`;
    return fallback ? `CASE WHEN {${base}De} ~ '${SEEN}' THEN {${base}De} ELSE {${base}} END` : `coalesce({${base}De}, '')`;
  };
}
