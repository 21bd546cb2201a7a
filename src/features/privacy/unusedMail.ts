import { Language } from "../../entities/Language.js";
import { inLanguages } from "../../mail/inLanguages.js";
import type { Mail } from "../../mail/Mailer.js";

/** The warning before an unused account is erased. It names nobody: the mailbox may belong to somebody else by now. */
export function unusedMail(erasedOn: string, language: Language | null): Omit<Mail, "to"> {
  const day = new Date(`${erasedOn}T00:00:00Z`);
  const on = (locale: string) => day.toLocaleDateString(locale, { dateStyle: "long", timeZone: "UTC" });
  const texts = {
    [Language.EN]: {
      subject: "Your NovaDraw account will be deleted",
      text:
        "Nobody has signed in to this NovaDraw account for a long time. " +
        `We will delete it on ${on("en-GB")}, with all its drawings and stories.\n\n` +
        "Would you like to keep it? Then sign in once before that day. There is nothing else to do.",
    },
    [Language.DE]: {
      subject: "Ihr NovaDraw-Konto wird gelöscht",
      text:
        "In diesem NovaDraw-Konto hat sich schon lange niemand mehr angemeldet. " +
        `Wir löschen es am ${on("de-DE")}, mit allen Zeichnungen und Geschichten.\n\n` +
        "Möchten Sie es behalten? Dann melden Sie sich vor diesem Tag einmal an. Mehr ist nicht zu tun.",
    },
  };
  return inLanguages(texts, language);
}
