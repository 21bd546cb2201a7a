import { ArgsType, Field } from "type-graphql";
import { Language } from "./Language.js";

/** The label for people beside a story that an AI wrote. */
const LABELS: Readonly<Record<Language, string>> = {
  [Language.EN]: "An AI wrote this story.",
  [Language.DE]: "Diese Geschichte hat eine KI geschrieben.",
};

/** IPTC's name for the work of a trained model, which programs know, as the AI Act asks in Article 50. */
export const TRAINED_ALGORITHMIC_MEDIA = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

@ArgsType()
export class LabelLanguage {
  @Field(() => Language, { defaultValue: Language.EN, description: "The language of the label." })
  language: Language;
}

/** The SQL of the label, null for a person's story. */
export const labelSql = ({ language }: Pick<LabelLanguage, "language">): string =>
  `CASE WHEN {origin} = 'AI' THEN '${LABELS[language]}' END`;

/** The SQL of the digital source type, null for a person's story. */
export const digitalSourceTypeSql = (): string => `CASE WHEN {origin} = 'AI' THEN '${TRAINED_ALGORITHMIC_MEDIA}' END`;

export const storyMarkLengths = {
  label: Math.max(...Object.values(LABELS).map(({ length }) => length)),
  digitalSourceType: TRAINED_ALGORITHMIC_MEDIA.length,
} as const;
