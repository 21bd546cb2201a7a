import { type GraphQLField, getNamedType, isInputObjectType } from "graphql";
import type { DeclaredComparison } from "./filters.js";

const known = new WeakMap<object, ReadonlyMap<string, DeclaredComparison>>();

/** How each field of a connection's filter compares, by its name, as it is declared. */
export function comparisonsOf(
  connection: Pick<GraphQLField<unknown, unknown>, "args">,
): ReadonlyMap<string, DeclaredComparison> {
  const found = known.get(connection);
  if (found) return found;
  const type = connection.args.find(({ name }) => name === "filter")?.type;
  const named = type && getNamedType(type);
  const fields = isInputObjectType(named) ? Object.values(named.getFields()) : [];
  const comparisons = new Map(fields.map(({ name, extensions }) => [name, extensions.comparison as DeclaredComparison]));
  known.set(connection, comparisons);
  return comparisons;
}
