import type { Row } from "./referenceReader.js";

/** The categories of tutorials in both languages, with how many each has, computed the plain way. */
export function plainCategories(tutorials: readonly Row[]) {
  const groups = new Map<string, Row[]>();
  for (const tutorial of tutorials) {
    const folded = String(tutorial.category).toLowerCase().normalize("NFC");
    groups.set(folded, [...(groups.get(folded) ?? []), tutorial]);
  }
  return [...groups.values()]
    .map((rows) => ({
      name: mostFrequent(rows.map(({ category }) => String(category).normalize("NFC"))) ?? "",
      nameDe: mostFrequent(rows.map(({ category_de: de }) => String(de ?? "")).filter((de) => de.trim() !== "")) ?? null,
      tutorialCount: rows.length,
    }))
    .sort((one, other) => byCodePoints(one.name, other.name));
}

const byCodePoints = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));

function mostFrequent(spellings: readonly string[]): string | undefined {
  const count = (spelling: string) => spellings.filter((one) => one === spelling).length;
  return [...spellings].sort((one, other) => count(other) - count(one) || byCodePoints(one, other))[0];
}
