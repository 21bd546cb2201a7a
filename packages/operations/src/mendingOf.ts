import { bridge, quoted } from "./bridge.js";
import type { CatalogueEntry } from "./catalogue.js";
import type { Difference } from "./compareCatalogues.js";

/**
 * The statements that turn the schema into what its migrations make, in an order in which they can run while others read and write. No
 * statement drops an object that may hold something: such statements are comments.
 */
export function mendingOf(differences: readonly Difference[]): string[] {
  const [unchecked, others] = partition(differences, isOnlyUnchecked);
  const extra = others.flatMap((one) => (one.change === "extra" ? [one.there] : []));
  const views = others.flatMap((one) => (one.change === "extra" ? [] : [one.wanted]));
  return [
    ...new Set([
      ...bridge(others).map((sql) => `${concurrently(sql)};`),
      ...unchecked.map(({ there: { table, name } }) => `ALTER TABLE ${quoted(table)} VALIDATE CONSTRAINT ${quoted(name)};`),
      ...views.flatMap(makeView),
      ...extra.flatMap(drop).map((sql) => `-- only if nobody needs it: ${sql};`),
    ]),
  ];
}

type Changed = Extract<Difference, { change: "different" }>;

/** Whether a constraint is there, and only its old rows have not been checked. */
const isOnlyUnchecked = (one: Difference): one is Changed =>
  one.change === "different" && one.there.definition === `${one.wanted.definition} NOT VALID`;

function partition(all: readonly Difference[], is: (one: Difference) => one is Changed): [Changed[], Difference[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}

/** These statements run one by one, so an index need not keep writers out. */
const concurrently = (sql: string): string => sql.replace(/^(CREATE (?:UNIQUE )?INDEX|DROP INDEX) /, "$1 CONCURRENTLY ");

function makeView({ kind, name, definition }: CatalogueEntry): string[] {
  if (kind === "view") return [`CREATE OR REPLACE VIEW ${quoted(name)} AS ${definition}`];
  return kind === "materialized view" ? [`CREATE MATERIALIZED VIEW ${quoted(name)} AS ${definition}`] : [];
}

function drop({ kind, table, name }: CatalogueEntry): string[] {
  switch (kind) {
    case "table":
    case "view":
    case "materialized view":
    case "sequence":
    case "type":
    case "extension":
      return [`DROP ${kind.toUpperCase()} ${quoted(name)}`];
    case "function":
    case "aggregate":
      return [`DROP ${kind.toUpperCase()} ${name}`];
    case "statistics":
      return [`DROP STATISTICS ${quoted(name)}`];
    case "column":
      return [`ALTER TABLE ${quoted(table)} DROP COLUMN ${quoted(name)}`];
    default:
      return [];
  }
}
