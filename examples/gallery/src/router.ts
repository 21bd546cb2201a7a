import { useEffect, useSyncExternalStore } from "react";
// Its listener comes before the router's.
import "./linkToken";

const routes = [
  "gallery",
  "favourites",
  "drawings",
  "stories",
  "tutorials",
  "account",
  "signup",
  "forgot",
  "reset",
  "verify",
  "admin",
  "lessons",
  "reads",
] as const;

/** The page that the address names, with the id of what it shows. */
export interface Route {
  readonly page: (typeof routes)[number];
  readonly id?: string;
}

const subscribe = (listener: () => void) => {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
};

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const [, name = "", id] = /^#\/(\w+)(?:\/([\w-]+))?$/.exec(hash) ?? [];
  const page = routes.find((route) => route === name) ?? "gallery";
  return id === undefined ? { page } : { page, id };
}

const positions = new Map<string, number>();
let isBack = false;
addEventListener("popstate", () => {
  isBack = true;
});
// The page scrolls itself: a browser would scroll before the rows are there.
history.scrollRestoration = "manual";

/** Names the page to the browser and to screen readers, and scrolls: to the top, or back to where the reader was. */
export function usePage(title: string): void {
  useEffect(() => {
    document.title = `${title} · NovaDraw`;
  }, [title]);
  useEffect(() => {
    const { hash } = location;
    const known = isBack ? positions.get(hash) : undefined;
    isBack = false;
    scrollTo(0, known ?? 0);
    document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    const note = () => positions.set(hash, scrollY);
    addEventListener("scroll", note, { passive: true });
    return () => removeEventListener("scroll", note);
  }, []);
}
