import { type Language, useLanguage } from "../language";
import type { Route } from "../router";
import { Icon, type IconName } from "./Icon";

const LANGUAGES: readonly Language[] = ["en", "de"];

/** The name, the pages and the language. On a phone the pages are at the bottom, where a thumb reaches them. */
export function Header({ route, isSignedIn }: { route: Route; isSignedIn: boolean }) {
  const { t, language, choose } = useLanguage();
  const pages: readonly [string, IconName, "gallery" | "favourites" | "tutorials" | "account" | "signIn", boolean][] = [
    ["#/gallery", "picture", "gallery", ["gallery", "drawings", "stories"].includes(route.page)],
    ["#/favourites", "heart", "favourites", route.page === "favourites"],
    ["#/tutorials", "pencil", "tutorials", route.page === "tutorials"],
    ["#/account", "face", "account", route.page === "account"],
  ];
  const open = isSignedIn ? pages : [pages[2], ["#/gallery", "face", "signIn", route.page !== "tutorials"] as const];
  return (
    <header className="header">
      <button type="button" className="skip" onClick={() => document.querySelector<HTMLElement>("h1")?.focus()}>
        {t("skip")}
      </button>
      <a className="brand" href="#/gallery">
        <img src="/gallery/favicon.svg" alt="" width="34" height="34" />
        NovaDraw
      </a>
      <nav aria-label={t("navigation")}>
        {open.map(
          (entry) =>
            entry && (
              <a key={entry[2]} href={entry[0]} aria-current={entry[3] ? "page" : undefined}>
                <Icon name={entry[1]} />
                {t(entry[2])}
              </a>
            ),
        )}
      </nav>
      <fieldset className="languages">
        <legend className="unseen">{t("language")}</legend>
        {LANGUAGES.map((name) => (
          <label key={name}>
            <input type="radio" name="language" checked={language === name} onChange={() => choose(name)} />
            <span aria-hidden="true">{name.toUpperCase()}</span>
            <span className="unseen" lang={name}>
              {name === "en" ? "English" : "Deutsch"}
            </span>
          </label>
        ))}
      </fieldset>
    </header>
  );
}
