import type { RelationMetadata } from "typeorm/metadata/RelationMetadata.js";
import { jsonOf } from "./columns.js";
import { fillIn } from "./fillIn.js";
import { columnOf, connectionNode, coverageOf, type Entity } from "./Model.js";
import type { ConnectionRows } from "./PageRows.js";
import type { Planning } from "./Planning.js";
import { column, type Expression, type OrderTerm, type Output, sql, text } from "./plan.js";
import { mayRead, readableSets } from "./planAccess.js";
import { planConnection } from "./planConnection.js";
import type { SelectedField } from "./readSelection.js";

/** The selected fields of a row that stands under the alias, each under its response key. */
export function planFields(
  planning: Planning,
  entity: Entity,
  alias: string,
  fields: readonly SelectedField[],
): readonly Output[] {
  return fields.map((field) => ({ key: field.responseKey, value: planField(planning, entity, alias, field) }));
}

function planField(planning: Planning, entity: Entity, alias: string, field: SelectedField): Expression {
  if (!field.definition) return text(entity.name);
  const coverage = coverageOf(planning.model, entity, field.definition);
  if (!coverage) throw new Error(`Nothing covers ${entity.name}.${field.name}`);
  switch (coverage.kind) {
    case "column":
      return jsonOf(coverage.column, column(alias, coverage.column.databaseName));
    case "computed":
      return fillIn(planning, entity, alias, coverage.sql(planning.slots[field.slot ?? -1]?.arguments ?? {}));
    case "relation":
      return planRelation(planning, entity, coverage.relation, coverage.target, alias, field);
    default:
      return coverage satisfies never;
  }
}

function planRelation(
  planning: Planning,
  entity: Entity,
  relation: RelationMetadata,
  target: Entity,
  alias: string,
  field: SelectedField,
): Expression {
  const join = joinOf(relation);
  const matches = (other: string) => sql`${column(other, join.theirs)} = ${column(alias, join.ours)}`;
  if (field.definition && connectionNode(field.definition.type) !== undefined)
    return planConnection(planning, field, relatedRows(planning, entity, target, matches));
  const inner = planning.alias();
  const outputs = planFields(planning, target, inner, field.under.get(target.name) ?? []);
  const where = [matches(inner), ...mayRead(planning, target, inner)];
  const from = { alias: inner, source: { kind: "table", name: target.table } as const, where };
  if (!relation.isOneToMany) return { kind: "object", outputs, from: { ...from, order: [] } };
  return { kind: "list", outputs, from: { ...from, order: ownOrder(target, inner) } };
}

/**
 * The rows of a relation. Those under a row that has an owner are few and mostly the same owner's, so they are found by the
 * relation and then filtered; those under a row that everyone may read can be anyone's, so they are found by their owner too.
 */
function relatedRows(
  planning: Planning,
  parent: Entity,
  target: Entity,
  matches: (alias: string) => Expression,
): ConnectionRows {
  if ("readableBy" in parent.rule)
    return { entity: target, sets: readableSets(planning, target).map((set) => (alias) => [matches(alias), ...set(alias)]) };
  return { entity: target, sets: [(alias) => [matches(alias), ...mayRead(planning, target, alias)]] };
}

/** The columns that join a row to its related ones, by their names in the database. */
function joinOf(relation: RelationMetadata): { ours: string; theirs: string } {
  const owning = relation.isOneToMany ? relation.inverseRelation : relation;
  const [join] = owning?.joinColumns ?? [];
  if (!join?.referencedColumn) throw new Error(`${relation.propertyName} joins no column`);
  const [foreignKey, key] = [join.databaseName, join.referencedColumn.databaseName];
  return relation.isOneToMany ? { ours: key, theirs: foreignKey } : { ours: foreignKey, theirs: key };
}

/** The order that the entity declares for its rows, with the id to break ties. */
function ownOrder(entity: Entity, alias: string): OrderTerm[] {
  const declared = Object.entries(entity.metadata.orderBy ?? {}).flatMap(([property, direction]) => {
    const by = columnOf(entity, property);
    return by
      ? [{ by: column(alias, by.databaseName), direction: direction === "DESC" ? ("DESC" as const) : ("ASC" as const) }]
      : [];
  });
  return [...declared, { by: column(alias, entity.id.databaseName), direction: "ASC" }];
}
