import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GraphQLError, parse } from "graphql";

/** Whole documents, and programs that hold documents. */
const DOCUMENT = /\.(graphql|gql)$/;
const PROGRAM = /\.[cm]?[jt]sx?$/;
/** Folders of other people's files, or of a build's. */
const FOREIGN = /(^|[/\\])(node_modules|dist|build|coverage|__generated__|\.[^/\\.][^/\\]*)[/\\]/;

/**
 * What a program's text is made of, as far as it matters: a document in a template that gql or graphql tags or takes, or that a
 * comment marks as GraphQL; and what only looks so: comments, and texts.
 */
const TOKENS =
  /(?:\b(?:gql|graphql)\b\s*(?:<[^`>]*>\s*)?(?:\(\s*)?(?:\/\*[^*]*\*\/\s*)?|\/\*\s*GraphQL\s*\*\/\s*)`((?:\\[\s\S]|[^\\`])*)`|\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

/** The GraphQL documents of a folder, as one, and the problems of unreadable ones. The values of `${}` in a template are left out. */
export function documentsIn(folder: string): { readonly text: string; readonly unreadable: readonly string[] } {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !FOREIGN.test(name))
    .sort();
  const texts: string[] = [];
  const unreadable: string[] = [];
  for (const name of names) {
    const isProgram = PROGRAM.test(name);
    if (!isProgram && !DOCUMENT.test(name)) continue;
    const file = readFileSync(join(folder, name), "utf8");
    for (const text of isProgram ? documentsOf(file) : [file]) {
      const mistake = mistakeIn(text);
      if (mistake === undefined) texts.push(text);
      else unreadable.push(`${name}: ${mistake}`);
    }
  }
  return { text: texts.join("\n"), unreadable };
}

const documentsOf = (program: string): readonly string[] =>
  [...program.matchAll(TOKENS)]
    .flatMap(([, text]) => text ?? [])
    .map((text) => text.replace(/\$\{[^}]*\}/g, "").replace(/\\([`\\$])/g, "$1"))
    .filter((text) => text.trim() !== "");

/** Why a document cannot be read, or undefined. A text of comments alone is no document. */
function mistakeIn(text: string): string | undefined {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    return error instanceof GraphQLError ? error.message : "It cannot be read.";
  }
}
