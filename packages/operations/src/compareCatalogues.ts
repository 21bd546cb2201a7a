import type { Catalogue, CatalogueEntry } from "./catalogue.js";

export type Difference =
  | { readonly change: "missing"; readonly wanted: CatalogueEntry }
  | { readonly change: "extra"; readonly there: CatalogueEntry }
  | { readonly change: "different"; readonly there: CatalogueEntry; readonly wanted: CatalogueEntry };

/** Independent objects. Everything else belongs to one of them. */
const OBJECTS: readonly string[] = [
  "table",
  "view",
  "materialized view",
  "sequence",
  "function",
  "aggregate",
  "type",
  "extension",
];
const isObject = ({ kind }: CatalogueEntry) => OBJECTS.includes(kind);

/** An extra entry, a missing one, or one that differs. Parts of an extra object are not listed. */
export function compareCatalogues(there: Catalogue, wanted: Catalogue): readonly Difference[] {
  const objects = new Set([...wanted.values()].filter(isObject).map(({ name }) => name));
  const missing = [...wanted].flatMap(([key, entry]): Difference[] => {
    const found = there.get(key);
    if (!found) return [{ change: "missing", wanted: entry }];
    return meaningOf(found) === meaningOf(entry) ? [] : [{ change: "different", there: found, wanted: entry }];
  });
  const extra = [...there]
    .filter(([key, entry]) => !wanted.has(key) && (isObject(entry) || objects.has(entry.table)))
    .map(([, entry]): Difference => ({ change: "extra", there: entry }));
  return [...missing, ...extra];
}

/**
 * PostgreSQL prints an IN list differently after it has read its own output. So casts and parentheses of a check are not
 * compared.
 */
const meaningOf = ({ definition }: CatalogueEntry): string =>
  definition.startsWith("CHECK") ? definition.replace(/::(text|character varying)(\[\])?|[()]/g, "") : definition;

/** A difference in one line. */
export function describeDifference(difference: Difference): string {
  switch (difference.change) {
    case "missing":
      return `missing    ${describe(difference.wanted)}`;
    case "extra":
      return `extra      ${describe(difference.there)}`;
    case "different":
      return `different  ${describe(difference.there)}, and should be: ${difference.wanted.definition}`;
    default:
      return difference satisfies never;
  }
}

function describe({ kind, table, name, definition }: CatalogueEntry): string {
  const where = table === name ? name : `${table}.${name}`;
  return kind === "function" || definition === "" ? `${kind} ${where}` : `${kind} ${where}: ${definition}`;
}
