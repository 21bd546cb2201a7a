import type { GraphQLResolveInfo } from "graphql";
import type { SelectedField } from "../../compiler/readSelection.js";
import type { RequestContext } from "../../RequestContext.js";

/** Calls the resolver of a root field outside graphql-js: with coerced arguments, and with what it may know of the request. */
export function callResolver(
  { parent, name, definition }: SelectedField,
  values: Readonly<Record<string, unknown>>,
  context: RequestContext,
): unknown {
  if (!definition?.resolve) throw new Error(`${parent.name}.${name} has no resolver`);
  // Our resolvers take no GraphQLResolveInfo: what is selected is the compiler's concern.
  const info = { fieldName: name, parentType: parent, returnType: definition.type } as GraphQLResolveInfo;
  return definition.resolve(undefined, values, context, info);
}
