import { type GraphQLField, getNamedType, isInputObjectType } from "graphql";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import { type Join, joinOf } from "./joinOf.js";
import { columnOf, type Entity, type Model } from "./Model.js";

/**
 * How a filter's field compares, as its declaration says: `createdAfter` is `{ operator: ">", property: "createdAt" }`. `in` compares with
 * each of a list, `caseless` compares texts without regard to case, and `has` asks whether a to-many relation has rows. `search` and `contains`
 * look for words in a column that holds folded texts: in any of their forms, or letter by letter.
 */
export interface DeclaredComparison {
  readonly operator: "=" | ">" | "<" | "in" | "caseless" | "has" | "search" | "contains";
  readonly property: string;
  /** The properties whose texts the column of a search holds, in its order. */
  readonly texts?: readonly string[];
}

/** Whether it looks for words in a text. */
export const isSearch = (comparison: Pick<DeclaredComparison, "operator"> | undefined): boolean =>
  comparison?.operator === "search" || comparison?.operator === "contains";

export type Comparison =
  | {
      readonly kind: "column";
      readonly operator: Exclude<DeclaredComparison["operator"], "has" | "search" | "contains">;
      readonly column: ColumnMetadata;
    }
  | { readonly kind: "relation"; readonly target: Entity; readonly join: Join }
  | {
      readonly kind: "search";
      readonly isByStem: boolean;
      readonly column: ColumnMetadata;
      readonly texts: readonly ColumnMetadata[];
    };

/** The filter's fields of a connection, by name; each with its comparison, or why it has none. */
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
  const { operator, property, texts = [] } = declared;
  if (operator === "has") return relationOf(model, entity, property);
  const column = columnOf(entity, property);
  if (!column) return `compares ${property}, which ${entity.name} lacks`;
  if (operator !== "search" && operator !== "contains") return { kind: "column", operator, column };
  const columns = texts.flatMap((text) => columnOf(entity, text) ?? []);
  const isWhole = columns.length === texts.length && columns.length > 0;
  if (!isWhole) return `searches ${texts.join(", ") || "no texts"}: name properties of ${entity.name}`;
  return { kind: "search", isByStem: operator === "search", column, texts: columns };
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
