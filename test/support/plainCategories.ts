import type { Row } from "./referenceReader.js";

/** The categories of tutorials with how many each has, computed the plain way. */
export function plainCategories(tutorials: readonly Row[]) {
  const groups = new Map<string, string[]>();
  for (const { category } of tutorials) {
    const folded = String(category).toLowerCase().normalize("NFC");
    groups.set(folded, [...(groups.get(folded) ?? []), String(category).normalize("NFC")]);
  }
  const byCodePoints = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));
  return [...groups.values()]
    .map((spellings) => {
      const count = (spelling: string) => spellings.filter((one) => one === spelling).length;
      const [name = ""] = spellings.sort((one, other) => count(other) - count(one) || byCodePoints(one, other));
      return { name, tutorialCount: spellings.length };
    })
    .sort((one, other) => byCodePoints(one.name, other.name));
}
