import { FieldCode, type FieldProblem } from "../errors.js";

export const MAX_SEARCH_CHARACTERS = 100;
export const MAX_SEARCH_PARTS = 8;

/** Quotation marks of all kinds, as phones put them by themselves. */
const QUOTES = /[„“”‟«»″＂]/gu;
const PART = /(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))/gu;
const PUNCTUATION_AROUND = /^\p{P}+|\p{P}+$/gu;

/**
 * Cuts what a client searches for into its parts, as search_patterns in the database reads them: a line each, which begins with what the
 * part is. `+` is a word, `"` a phrase, `~` punctuation that stands alone, `-` and `!` a word and a phrase to leave out.
 * @returns the lines, or why there are none, with a path that begins with `path`.
 */
export function cutSearch(search: string, path: FieldProblem["path"]): string | FieldProblem {
  if ([...search].length > MAX_SEARCH_CHARACTERS)
    return { path, code: FieldCode.TOO_LONG, message: `Send 1 to ${MAX_SEARCH_CHARACTERS} characters.` };
  const parts = [...search.normalize("NFC").replace(QUOTES, '"').matchAll(PART)].flatMap(([, minus = "", phrase, word]) =>
    phrase === undefined ? wordOf(minus, word ?? "") : phraseOf(minus, phrase),
  );
  if (parts.length === 0)
    return { path, code: FieldCode.TOO_SHORT, message: `Send 1 to ${MAX_SEARCH_CHARACTERS} characters, with a word in them.` };
  if (parts.length > MAX_SEARCH_PARTS)
    return { path, code: FieldCode.TOO_MANY, message: `Send at most ${MAX_SEARCH_PARTS} words and phrases.` };
  return parts.join("\n");
}

function wordOf(minus: string, word: string): readonly string[] {
  const bare = word.replace(PUNCTUATION_AROUND, "");
  if (bare !== "") return [`${minus === "" ? "+" : "-"}${bare}`];
  return minus === "" ? [`~${word}`] : [];
}

function phraseOf(minus: string, phrase: string): readonly string[] {
  const words = phrase.trim().replace(/\s+/gu, " ");
  return words === "" ? [] : [`${minus === "" ? '"' : "!"}${words}`];
}
