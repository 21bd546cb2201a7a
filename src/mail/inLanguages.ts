import { Language } from "../entities/Language.js";
import type { Mail } from "./Mailer.js";

type Texts = Readonly<Record<Language, Pick<Mail, "subject" | "text">>>;

/** The mail in the reader's language, or in English and German below each other where it is unknown. */
export function inLanguages(texts: Texts, language?: Language | null): Pick<Mail, "subject" | "text"> {
  if (language) return texts[language];
  const both = [texts[Language.EN], texts[Language.DE]];
  return {
    subject: both.map(({ subject }) => subject).join(" / "),
    text: both.map(({ text }) => text).join("\n\n---\n\n"),
  };
}
