import type { GraphQLResolveInfo } from "graphql";
import type { BoundField } from "../../compiler/BoundField.js";
import type { RequestContext } from "../../RequestContext.js";
import { ResolverMistake } from "./ResolverMistake.js";

/** Calls the resolver of a root field outside graphql-js: with coerced arguments, and with what it may know of the request. */
export async function callResolver(field: BoundField, context: RequestContext): Promise<unknown> {
  const { definition, name, parent } = field.selected;
  if (!definition?.resolve) throw new ResolverMistake(field, "is missing.");
  // Our resolvers take no GraphQLResolveInfo: what is selected is the compiler's concern.
  const info = { fieldName: name, parentType: parent, returnType: definition.type } as GraphQLResolveInfo;
  return definition.resolve(undefined, field.arguments, context, info);
}
