import { type GraphQLField, getNamedType, isInputObjectType } from "graphql";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import { type Join, joinOf } from "./joinOf.js";
import { columnOf, type Entity, type Model } from "./Model.js";

/**
 * How a filter's field compares, as its declaration says: `createdAfter` is `{ operator: ">", property: "createdAt" }`. `in` compares with
 * each of a list, `caseless` compares texts without regard to case, and `has` asks whether a to-many relation has rows.
 */
export interface DeclaredComparison {
  readonly operator: "=" | ">" | "<" | "in" | "caseless" | "has";
  readonly property: string;
}

export type Comparison =
  | {
      readonly kind: "column";
      readonly operator: Exclude<DeclaredComparison["operator"], "has">;
      readonly column: ColumnMetadata;
    }
  | { readonly kind: "relation"; readonly target: Entity; readonly join: Join };

/** The filter's fields of a connection, by name; each with the comparison that it stands for, or why it stands for none. */
export function filtersOf(
  model: Model,
  entity: Entity,
  connection: Pick<GraphQLField<unknown, unknown>, "args">,
): ReadonlyMap<string, Comparison | string> {
  const type = connection.args.find(({ name }) => name === "filter")?.type;
  const named = type && getNamedType(type);
  const fields = isInputObjectType(named) ? Object.values(named.getFields()) : [];
  return new Map(fields.map(({ name, extensions }) => [name, comparisonOf(model, entity, extensions.comparison)]));
}

function comparisonOf(model: Model, entity: Entity, declared: unknown): Comparison | string {
  if (!isDeclared(declared)) return "declares no comparison: add @Filter";
  const { operator, property } = declared;
  if (operator === "has") return relationOf(model, entity, property);
  const column = columnOf(entity, property);
  return column ? { kind: "column", operator, column } : `compares ${property}, which ${entity.name} lacks`;
}

function relationOf(model: Model, entity: Entity, property: string): Comparison | string {
  const relation = entity.metadata.findRelationWithPropertyPath(property);
  const target = relation?.isOneToMany ? model.entities.get(relation.inverseEntityMetadata.name) : undefined;
  if (!relation || !target) return `asks for rows of ${property}, which is no readable to-many relation of ${entity.name}`;
  const join = joinOf(relation);
  return typeof join === "string" ? `asks for rows of ${property}: ${join}` : { kind: "relation", target, join };
}

const isDeclared = (declared: unknown): declared is DeclaredComparison =>
  typeof declared === "object" && declared !== null && "operator" in declared && "property" in declared;
