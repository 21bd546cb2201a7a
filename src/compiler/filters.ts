import { type GraphQLField, getNamedType, isInputObjectType } from "graphql";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import { columnOf, type Entity } from "./Model.js";

/** How a filter's field compares, as its declaration says: `createdAfter` is `{ operator: ">", property: "createdAt" }`. */
export interface DeclaredComparison {
  readonly operator: "=" | ">" | "<";
  readonly property: string;
}

export interface Comparison {
  readonly operator: DeclaredComparison["operator"];
  readonly column: ColumnMetadata;
}

/** The filter's fields of a connection, by name; each with the comparison that it stands for, or why it stands for none. */
export function filtersOf(
  entity: Entity,
  connection: Pick<GraphQLField<unknown, unknown>, "args">,
): ReadonlyMap<string, Comparison | string> {
  const type = connection.args.find(({ name }) => name === "filter")?.type;
  const named = type && getNamedType(type);
  const fields = isInputObjectType(named) ? Object.values(named.getFields()) : [];
  return new Map(fields.map(({ name, extensions }) => [name, comparisonOf(entity, extensions.comparison)]));
}

function comparisonOf(entity: Entity, declared: unknown): Comparison | string {
  if (!isDeclared(declared)) return "declares no comparison: add @Filter";
  const column = columnOf(entity, declared.property);
  return column ? { operator: declared.operator, column } : `compares ${declared.property}, which ${entity.name} lacks`;
}

const isDeclared = (declared: unknown): declared is DeclaredComparison =>
  typeof declared === "object" && declared !== null && "operator" in declared && "property" in declared;
