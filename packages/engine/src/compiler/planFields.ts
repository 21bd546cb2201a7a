import type { RelationMetadata } from "typeorm/metadata/RelationMetadata.js";
import type { BoundField } from "./BoundField.js";
import { jsonOf } from "./columns.js";
import { fillIn } from "./fillIn.js";
import { joinOf } from "./joinOf.js";
import type { ReadableRows } from "./keyset.js";
import { longestOf, SHORT_TEXT } from "./longestOf.js";
import { connectionNode, coverageOf, type Entity, orderOfRows } from "./Model.js";
import type { Planning } from "./Planning.js";
import { column, type Expression, type OrderTerm, type Output, sql, text } from "./plan.js";
import { mayRead, readableSets } from "./planAccess.js";
import { planConnection } from "./planConnection.js";

/** The selected fields of a row that stands under the alias, each under its response key. */
export function planFields(
  planning: Planning,
  entity: Entity,
  alias: string,
  fields: readonly BoundField[],
): readonly Output[] {
  return fields.map((field) => ({ key: field.selected.responseKey, value: planField(planning, entity, alias, field) }));
}

function planField(planning: Planning, entity: Entity, alias: string, field: BoundField): Expression {
  const { definition, name } = field.selected;
  if (!definition) return text(entity.name);
  const coverage = coverageOf(planning.model, entity, definition);
  if (!coverage) throw new Error(`Nothing covers ${entity.name}.${name}`);
  const isLong = (longestOf(planning.model, entity.name, definition) ?? 0) > SHORT_TEXT;
  const counted = (value: Expression): Expression => (isLong ? { kind: "counted", value } : value);
  switch (coverage.kind) {
    case "column":
      return counted(jsonOf(coverage.column, column(alias, coverage.column.databaseName)));
    case "computed":
      return counted(fillIn(planning, entity, alias, coverage.sql(field.arguments), field.selected.path));
    case "relation":
      return planRelation(planning, entity, coverage.relation, coverage.target, alias, field);
    default:
      throw new Error(
        `${entity.name}.${name} is covered in a way that the compiler does not know: ${coverage satisfies never}`,
      );
  }
}

function planRelation(
  planning: Planning,
  entity: Entity,
  relation: RelationMetadata,
  target: Entity,
  alias: string,
  field: BoundField,
): Expression {
  const join = joinOf(relation);
  if (typeof join === "string") throw new Error(`${entity.name}.${relation.propertyName}: ${join}`);
  const { ours, theirs } = join;
  const matches = (other: string) => sql`${column(other, theirs.databaseName)} = ${column(alias, ours.databaseName)}`;
  if (connectionNode(field.selected.definition?.type) !== undefined)
    return planConnection(planning, field, relatedRows(planning, entity, target, matches));
  const inner = planning.alias();
  const outputs = planFields(planning, target, inner, field.under.get(target.name) ?? []);
  const where = [matches(inner), ...mayRead(planning, target, inner)];
  const from = { alias: inner, source: { kind: "table", name: target.table } as const, where };
  if (!relation.isOneToMany) return { kind: "object", outputs, from: { ...from, order: [] } };
  return { kind: "array", outputs, from: { ...from, order: ownOrder(target, inner) } };
}

/**
 * The rows of a relation. Those under a row that has an owner are few and mostly the same owner's, so they are found by the relation and
 * then filtered. Rows under a row that everyone may read have any owner, so they are found by their owner too.
 */
function relatedRows(planning: Planning, parent: Entity, target: Entity, matches: (alias: string) => Expression): ReadableRows {
  if ("readableBy" in parent.rule)
    return { entity: target, sets: readableSets(planning, target).map((set) => (alias) => [matches(alias), ...set(alias)]) };
  return { entity: target, sets: [(alias) => [matches(alias), ...mayRead(planning, target, alias)]] };
}

/** The order that the entity declares for its rows, with the id to break ties. */
function ownOrder(entity: Entity, alias: string): OrderTerm[] {
  const declared = orderOfRows(entity).map(({ column: by, direction }) => ({ by: column(alias, by.databaseName), direction }));
  return [...declared, { by: column(alias, entity.id.databaseName), direction: "ASC" }];
}
