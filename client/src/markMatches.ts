import { foldText } from "./foldText.js";

/** A part of a text, and whether it is what was searched for. */
export interface MarkedPart {
  readonly text: string;
  readonly isMatch: boolean;
}

const QUOTES = /[„“”‟«»″＂]/gu;
const PART = /(-?)(?:"([^"]*)(?:"|$)|([^\s"]+))/gu;
const PUNCTUATION_AROUND = /^\p{P}+|\p{P}+$/gu;
/** The API finds other forms of a word, too: where the word is not there, its beginning is marked, if that is as long as this. */
const LEAST_BEGINNING = 4;
const LONGEST_ENDING = 4;

/**
 * Cuts a text of a row that a search has found, so that what was searched for can be shown in another way. It folds as the API does: `hoehle`
 * marks `höhle` in `Drachenhöhle`. Together the parts are the text.
 */
export function markMatches(text: string, search: string): readonly MarkedPart[] {
  const { folded, places } = foldText(text);
  const marked = new Array<boolean>(folded.length).fill(false);
  for (const part of partsOf(search)) {
    const found = longestIn(folded, part);
    if (found === undefined) continue;
    for (let at = folded.indexOf(found); at >= 0; at = folded.indexOf(found, at + 1)) marked.fill(true, at, at + found.length);
  }
  const parts: { text: string; isMatch: boolean }[] = [];
  const add = (piece: string, isMatch: boolean) => {
    const last = parts.at(-1);
    if (last?.isMatch === isMatch) last.text += piece;
    else if (piece !== "") parts.push({ text: piece, isMatch });
  };
  // Marks before the first letter belong to nothing.
  add(text.slice(0, places[0]), false);
  for (const [index, isMatch] of marked.entries()) add(text.slice(places[index], places[index + 1]), isMatch);
  return parts;
}

/** What a search looks for, folded: its words and phrases without those that it leaves out. */
function partsOf(search: string): readonly string[] {
  return [...search.replace(QUOTES, '"').matchAll(PART)].flatMap(([, minus, phrase, word = ""]) => {
    const bare = phrase?.trim() ?? (word.replace(PUNCTUATION_AROUND, "") || word);
    const { folded } = foldText(bare);
    return minus === "-" || /^[a-z]?$/.test(folded) ? [] : [folded];
  });
}

/** The part, or the longest of its beginnings that the text has. */
function longestIn(folded: string, part: string): string | undefined {
  const least = part.includes(" ") ? part.length : Math.max(LEAST_BEGINNING, part.length - LONGEST_ENDING);
  for (let length = part.length; length >= Math.min(least, part.length); length--) {
    const beginning = part.slice(0, length);
    if (folded.includes(beginning)) return beginning;
  }
  return undefined;
}
