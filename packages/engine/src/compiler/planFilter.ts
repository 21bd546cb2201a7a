import type { GraphQLField } from "graphql";
import { folded } from "./columns.js";
import { type Comparison, filtersOf } from "./filters.js";
import type { Entity } from "./Model.js";
import type { Planning } from "./Planning.js";
import { column, commaSeparated, type Expression, raw, sql } from "./plan.js";
import { type Conditions, mayRead } from "./planAccess.js";

/** The parameter of a field of the filter, as a type of PostgreSQL. */
type ParameterOf = (field: string, type: string) => Expression;

/**
 * The conditions that these fields of a connection's filter set on its rows.
 * @throws Error when a field stands for no comparison: checkModel finds that at start.
 */
export function planFilter(
  planning: Planning,
  entity: Entity,
  connection: Pick<GraphQLField<unknown, unknown>, "args">,
  fields: readonly string[],
  parameter: ParameterOf,
): Conditions {
  const filters = filtersOf(planning.model, entity, connection);
  return (alias) =>
    fields.map((field) => {
      const comparison = filters.get(field);
      if (comparison === undefined || typeof comparison === "string") throw new Error(`Filter ${field} ${comparison}`);
      return compare(planning, alias, comparison, (type) => parameter(field, type));
    });
}

function compare(planning: Planning, alias: string, comparison: Comparison, value: (type: string) => Expression): Expression {
  if (comparison.kind === "search") return matchSearch(planning, alias, comparison, value("text"));
  if (comparison.kind === "relation") {
    const { target, join } = comparison;
    const related = planning.alias();
    const matches = sql`${column(related, join.theirs.databaseName)} = ${column(alias, join.ours.databaseName)}`;
    const where = [matches, ...mayRead(planning, target, related)];
    return sql`${{ kind: "exists", from: { alias: related, source: { kind: "table", name: target.table }, where, order: [] } }} = ${value("boolean")}`;
  }
  const here = column(alias, comparison.column.databaseName);
  const type = String(comparison.column.type);
  switch (comparison.operator) {
    case "in":
      return sql`${here} = ANY(${value(`${type}[]`)})`;
    case "caseless":
      return sql`${folded(here)} = ${folded(value(type))}`;
    default:
      return sql`${here} ${raw(comparison.operator)} ${value(type)}`;
  }
}

/**
 * The patterns are made once a request, in a row beside it. A row that a migration has not filled yet is folded as it is read. The letters of
 * accounts have an index; of texts each is read.
 */
function matchSearch(
  planning: Planning,
  alias: string,
  { isByStem, column: { databaseName }, texts }: Extract<Comparison, { kind: "search" }>,
  asked: Expression,
): Expression {
  const search = planning.search(asked, isByStem);
  const [wanted, unwanted] = [column(search, "wanted"), column(search, "unwanted")];
  const stored = column(alias, databaseName);
  if (!isByStem) {
    const hasLetters = sql`search_trigrams(${stored}) @> ${column(search, "trigrams")}`;
    // Each part has one form, so that one operator compares them all.
    const hasAll = sql`${stored} LIKE ALL (coalesce(${wanted}[:][1:1], '{}'))`;
    return sql`${hasLetters} AND ${hasAll} AND (${stored} LIKE ANY (${unwanted})) IS NOT TRUE`;
  }
  const parts = commaSeparated(texts.map((text) => column(alias, text.databaseName)));
  const matches = sql`search_matches(coalesce(${stored}, search_fold(concat_ws(' ', '', ${parts}))), ${wanted}, ${unwanted})`;
  // Of IS NOT NULL, PostgreSQL expects that nearly all rows pass, and reads them in the order of an index until the page is full. Of a
  // function it would expect few, and read and sort all rows of the account.
  return sql`nullif(${matches}, false) IS NOT NULL`;
}
