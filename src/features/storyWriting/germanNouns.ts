/** A noun in German: its gender, and its forms as subject and as object. */
export interface GermanNoun {
  readonly gender: "m" | "f" | "n";
  readonly nominative: string;
  readonly accusative: string;
}

const noun = (gender: GermanNoun["gender"], nominative: string, accusative = nominative): GermanNoun => ({
  gender,
  nominative,
  accusative,
});

/** What the tutorials draw, by its name in English. */
const NOUNS: ReadonlyMap<string, GermanNoun> = new Map([
  ["fox", noun("m", "Fuchs")],
  ["owl", noun("f", "Eule")],
  ["whale", noun("m", "Wal")],
  ["hedgehog", noun("m", "Igel")],
  ["rocket", noun("f", "Rakete")],
  ["sailing boat", noun("n", "Segelboot")],
  ["steam train", noun("f", "Dampflok")],
  ["sunflower", noun("f", "Sonnenblume")],
  ["apple tree", noun("m", "Apfelbaum")],
  ["dragon", noun("m", "Drache", "Drachen")],
  ["castle", noun("n", "Schloss")],
  ["birthday cake", noun("f", "Geburtstagstorte")],
  ["ice cream", noun("n", "Eis")],
]);

/** The subject in both languages; a picture of anything where it is not known. */
export function nounOf(subject: string | undefined): { readonly english: string; readonly german: GermanNoun } {
  const english = subject?.trim().toLowerCase() ?? "";
  const german = NOUNS.get(english);
  return german ? { english, german } : { english: "picture", german: noun("n", "Bild") };
}
