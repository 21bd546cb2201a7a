import type { GraphQLField } from "graphql";
import { folded } from "./columns.js";
import { type Comparison, filtersOf } from "./filters.js";
import type { Entity } from "./Model.js";
import type { Planning } from "./Planning.js";
import { column, type Expression, raw, sql } from "./plan.js";
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
