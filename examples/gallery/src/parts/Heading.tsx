import type { ReactNode } from "react";

/** The name of a page. It takes the focus when the page opens, so that screen readers say it. */
export const Heading = ({ children, lang }: { children: ReactNode; lang?: string }) => (
  <h1 tabIndex={-1} lang={lang}>
    {children}
  </h1>
);
