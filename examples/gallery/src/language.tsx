import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { german, texts } from "./texts";

export type Language = "en" | "de";

interface Speaking {
  readonly language: Language;
  readonly choose: (language: Language) => void;
  /** A text of the page. */
  readonly t: (name: keyof typeof texts) => string;
  /** The one of two texts that is in the language, or the other where it is missing. */
  readonly either: (english: string | null | undefined, german: string | null | undefined) => string;
  /** A subject or a category, with a capital letter. */
  readonly named: (name: string) => string;
  readonly day: (instant: string) => string;
  /** A day with the time, as the clock beside the reader shows it. */
  readonly moment: (instant: string) => string;
}

const Context = createContext<Speaking | undefined>(undefined);
const KEY = "novadraw.language";

/** Keeps the language and hands it down. Both languages are there, so a switch asks the API nothing. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => initial());
  useEffect(() => {
    document.documentElement.lang = language;
    keep(language);
  }, [language]);
  const speaking = useMemo((): Speaking => {
    const dates = new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", { dateStyle: "long", timeZone: "UTC" });
    const moments = new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", { dateStyle: "medium", timeStyle: "short" });
    const isGerman = language === "de";
    return {
      language,
      choose: setLanguage,
      t: (name) => texts[name][isGerman ? 1 : 0],
      either: (english, other) => (isGerman ? other || english : english || other) ?? "",
      named: (name) => {
        const said = (isGerman && german[name]) || name;
        return said.charAt(0).toUpperCase() + said.slice(1);
      },
      day: (instant) => dates.format(new Date(instant)),
      moment: (instant) => moments.format(new Date(instant)),
    };
  }, [language]);
  return <Context value={speaking}>{children}</Context>;
}

export function useLanguage(): Speaking {
  const speaking = useContext(Context);
  if (!speaking) throw new Error("useLanguage needs a LanguageProvider around it.");
  return speaking;
}

function initial(): Language {
  const kept = keptLanguage();
  if (kept === "en" || kept === "de") return kept;
  return navigator.language.startsWith("de") ? "de" : "en";
}

/** The browser may let the page keep nothing: the choice then lasts for the visit. */
function keep(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    return;
  }
}

function keptLanguage(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
