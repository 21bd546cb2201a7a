import { ArgsType, Field } from "type-graphql";
import { Language } from "./Language.js";

/** What a person reads beside a story that an AI wrote. */
const LABELS: Readonly<Record<Language, string>> = {
  [Language.EN]: "An AI wrote this story.",
  [Language.DE]: "Diese Geschichte hat eine KI geschrieben.",
};

/** IPTC's name for what a trained model made: programs know it, as the AI Act asks in Article 50. */
export const TRAINED_ALGORITHMIC_MEDIA = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

@ArgsType()
export class LabelLanguage {
  @Field(() => Language, { defaultValue: Language.EN, description: "The language of the label." })
  language: Language;
}

/** The SQL of the label, null for what a person wrote. */
export const labelSql = ({ language }: Pick<LabelLanguage, "language">): string =>
  `CASE WHEN {origin} = 'AI' THEN '${LABELS[language]}' END`;

/** The SQL of the digital source type, null for what a person wrote. */
export const digitalSourceTypeSql = (): string => `CASE WHEN {origin} = 'AI' THEN '${TRAINED_ALGORITHMIC_MEDIA}' END`;

export const storyMarkLengths = {
  label: Math.max(...Object.values(LABELS).map(({ length }) => length)),
  digitalSourceType: TRAINED_ALGORITHMIC_MEDIA.length,
} as const;
