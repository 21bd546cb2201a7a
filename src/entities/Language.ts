import { ArgsType, Field, registerEnumType } from "type-graphql";

export enum Language {
  EN = "EN",
  DE = "DE",
}
registerEnumType(Language, {
  name: "Language",
  description: "The languages that tutorials and stories are told in.",
  valuesConfig: { EN: { description: "English" }, DE: { description: "German" } },
});

@ArgsType()
export class InLanguage {
  @Field(() => Language, { defaultValue: Language.EN, description: "The language to answer in." })
  language: Language;

  @Field(() => Boolean, {
    defaultValue: true,
    description: "Whether the other language stands in where this one is missing or blank.",
  })
  fallback: boolean;
}

/**
 * A character that is seen, for PostgreSQL's regular expressions: none of White_Space, Default_Ignorable_Code_Point and the controls, nor
 * Braille's blank. `\S` would be what the database's locale says, which is ASCII alone in some.
 */
export const SEEN =
  "[^\\u0001-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f" +
  "\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8" +
  "\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff]";

/** The SQL of a text in the language asked for, from the two properties `<base>En` and `<base>De`. */
export function inLanguage(base: string): (given: InLanguage) => string {
  return ({ language, fallback }) => {
    const [own, other] = language === Language.DE ? [`{${base}De}`, `{${base}En}`] : [`{${base}En}`, `{${base}De}`];
    return fallback ? `CASE WHEN ${own} ~ '${SEEN}' THEN ${own} WHEN ${other} ~ '${SEEN}' THEN ${other} ELSE ${own} END` : own;
  };
}

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
