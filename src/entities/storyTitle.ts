import { ArgsType, Field } from "type-graphql";
import { Language, SEEN } from "./Language.js";

@ArgsType()
export class TitleLanguage {
  @Field(() => Language, { nullable: true, description: "The language to answer in; as it is stored when it is left out." })
  language?: Language | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: "Whether the other language stands in where this one is missing or blank.",
  })
  fallback: boolean;
}

/** The SQL of the headline. What was stored before there were two is taken for English. */
export function titleSql({ language, fallback }: TitleLanguage): string {
  if (language !== Language.DE) return "{title}";
  return fallback ? `CASE WHEN {titleDe} ~ '${SEEN}' THEN {titleDe} ELSE {title} END` : "coalesce({titleDe}, '')";
}
