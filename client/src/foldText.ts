/** A text as the API's search compares it. */
export interface FoldedText {
  readonly folded: string;
  /** Where each character of `folded` begins in the text that it was made of, and after them the end of the text. */
  readonly places: readonly number[];
}

const DROPPED = /[\u0300-\u036f]|[\u00ad\u200b-\u200f]|[\ufe00-\ufe0f]/gu;
const SPACE = /[\s\u0085\u00a0\u2000-\u200a\u2028\u2029\u202f\u3000]/u;

/** Folds a text as the API does: without case, accents and umlauts; ä, ae and a are alike, as are ß and ss. White space is one space. */
export function foldText(text: string): FoldedText {
  const letters: string[] = [];
  const places: number[] = [];
  let place = 0;
  let mayBeUmlaut = false;
  for (const character of text) {
    for (const letter of SPACE.test(character) ? " " : foldCharacter(character)) {
      const isPartOfUmlaut = mayBeUmlaut && letter === "e";
      const isSameSpace = letter === " " && letters.at(-1) === " ";
      mayBeUmlaut = "aou".includes(letter);
      if (isPartOfUmlaut || isSameSpace) continue;
      letters.push(letter);
      places.push(place);
    }
    place += character.length;
  }
  return { folded: letters.join(""), places: [...places, text.length] };
}

const foldCharacter = (character: string): string =>
  character.toLowerCase().normalize("NFD").replace(DROPPED, "").replaceAll("ß", "ss");
