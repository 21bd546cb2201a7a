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

/** The SQL of a text in the language asked for, from the two properties `<base>En` and `<base>De`. */
export function inLanguage(base: string): (given: InLanguage) => string {
  return ({ language, fallback }) => {
    const [own, other] = language === Language.DE ? [`{${base}De}`, `{${base}En}`] : [`{${base}En}`, `{${base}De}`];
    return fallback ? `CASE WHEN ${own} ~ '\\S' THEN ${own} WHEN ${other} ~ '\\S' THEN ${other} ELSE ${own} END` : own;
  };
}
