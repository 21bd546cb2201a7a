import type { Estimate } from "./costOf.js";

/** The plan of a statement: plain data, in SQL's terms but without its spelling. */
export interface Plan {
  readonly roots: readonly Expression[];
  /** The SQL of the viewer, when the request came with a token. */
  readonly viewer?: (tokenHash: string) => string;
  /** Whether the version of the viewer's account is answered, too. */
  readonly isVersioned?: true;
  /** What is searched for: rows of patterns beside that of the request. */
  readonly searches: readonly Search[];
  /** The most that the answer can take. */
  readonly cost: Estimate;
}

/** A row that search_patterns makes once a request: its columns are wanted, unwanted and trigrams. */
export interface Search {
  readonly alias: string;
  readonly asked: Expression;
  readonly isByStem: boolean;
}

export type Expression =
  | { readonly kind: "column"; readonly alias: string; readonly name: string }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "parameter"; readonly source: ParameterSource; readonly type: string }
  /** SQL that a programmer wrote, around other expressions. */
  | { readonly kind: "template"; readonly parts: readonly (string | Expression)[] }
  /** A text, or a list of texts, that may be long: a statement that could answer too much counts their real length. */
  | { readonly kind: "counted"; readonly value: Expression }
  /** A text that is JSON already. */
  | { readonly kind: "json"; readonly value: Expression }
  /** The first row as the text of a JSON object, or null. */
  | { readonly kind: "object"; readonly outputs: readonly Output[]; readonly from?: Rows }
  /** All rows as the text of a JSON array of objects. */
  | { readonly kind: "array"; readonly outputs: readonly Output[]; readonly from: Rows }
  | { readonly kind: "scalar"; readonly value: Expression; readonly from: Rows }
  | { readonly kind: "exists"; readonly from: Rows };

/** A value of a JSON object, under the key that the client chose; or a column. */
export interface Output {
  readonly key: string;
  readonly value: Expression;
}

/** Rows of the database: where they come from, which of them, in what order, and how many. */
export interface Rows {
  readonly alias: string;
  readonly source: Source;
  readonly where: readonly Expression[];
  readonly order: readonly OrderTerm[];
  readonly limit?: number;
  readonly offset?: number;
}

export type Source =
  | { readonly kind: "table"; readonly name: string }
  | { readonly kind: "rows"; readonly rows: Rows }
  /** Values of rows, or aggregates over them, as columns of their own. */
  | { readonly kind: "selected"; readonly outputs: readonly Output[]; readonly rows: Rows }
  /** Rows of which at most one set is not empty, so that each can use its own index. */
  | { readonly kind: "either"; readonly sets: readonly Rows[] }
  /** A SELECT that a programmer wrote, around other rows. */
  | { readonly kind: "sql"; readonly parts: readonly (string | Rows)[] };

export interface OrderTerm {
  readonly by: Expression;
  readonly direction: Direction;
}

export type Direction = "ASC" | "DESC";

/** Where a parameter's value comes from at each request: the token, or a value of the bound field with that path. */
export type ParameterSource =
  | "token"
  | {
      readonly path: readonly string[];
      /** The path of the value: `by` and a property of what the field reads, `page` and a part of its page, or `arguments` and a name. */
      readonly value: readonly ["by" | "page" | "arguments", ...string[]];
    };

/** The one spelling of a template: `sql` strings are a programmer's, everything variable is an expression. */
export function sql(strings: TemplateStringsArray, ...expressions: readonly Expression[]): Expression {
  return { kind: "template", parts: strings.flatMap((text, index) => [text, ...expressions.slice(index, index + 1)]) };
}

export const column = (alias: string, name: string): Expression => ({ kind: "column", alias, name });
export const text = (value: string): Expression => ({ kind: "text", value });
export const opposite = (direction: Direction): Direction => (direction === "ASC" ? "DESC" : "ASC");

/** The expressions with commas between them. */
export const commaSeparated = (expressions: readonly Expression[]): Expression => ({
  kind: "template",
  parts: expressions.flatMap((expression, index) => (index === 0 ? [expression] : [", ", expression])),
});

/** Literal SQL, such as an operator. Never a text that a client sent. */
export const raw = (words: string): Expression => ({ kind: "template", parts: [words] });
