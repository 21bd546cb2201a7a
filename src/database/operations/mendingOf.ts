import { bridge, quoted } from "./bridge.js";
import type { CatalogueEntry } from "./catalogue.js";
import type { Difference } from "./compareCatalogues.js";

/**
 * The statements that turn the schema into what its migrations make, in an order in which they can run. What may hold something
 * that is needed is dropped by none: those statements are comments.
 */
export function mendingOf(differences: readonly Difference[]): string[] {
  const extra = differences.flatMap((one) => (one.change === "extra" ? [one.there] : []));
  const views = differences.flatMap((one) => (one.change === "extra" || one.wanted.kind !== "view" ? [] : [one.wanted]));
  return [
    ...bridge(differences).map((sql) => `${sql};`),
    ...views.map(({ name, definition }) => `CREATE OR REPLACE VIEW ${quoted(name)} AS ${definition}`),
    ...extra.flatMap(drop).map((sql) => `-- only if nobody needs it: ${sql};`),
  ];
}

function drop({ kind, table, name }: CatalogueEntry): string[] {
  switch (kind) {
    case "table":
    case "view":
    case "sequence":
    case "type":
    case "extension":
      return [`DROP ${kind.toUpperCase()} ${quoted(name)}`];
    case "function":
      return [`DROP FUNCTION ${name}`];
    case "column":
      return [`ALTER TABLE ${quoted(table)} DROP COLUMN ${quoted(name)}`];
    default:
      return [];
  }
}
