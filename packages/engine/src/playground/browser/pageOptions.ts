/** The options that playground.ts has put into the page: see PlaygroundOptions there. */
export interface PageOptions {
  readonly name: string;
  readonly title: string;
  readonly tabs: { readonly query: string; readonly variables?: string }[];
  readonly account?: Account;
}

export interface Account {
  readonly email: string;
  readonly password: string;
}

export const pageOptions = (): PageOptions =>
  JSON.parse(document.getElementById("options")?.textContent ?? '{"name":"","title":"","tabs":[]}');
