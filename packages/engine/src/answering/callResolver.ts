import type { GraphQLResolveInfo } from "graphql";
import type { BoundField } from "../compiler/BoundField.js";
import type { RequestContext } from "../request/RequestContext.js";
import { ResolverMistake } from "./ResolverMistake.js";

/** Our resolvers take none: the compiler reads the selection. */
const NO_INFO = {} as GraphQLResolveInfo;

/**
 * Calls the resolver of a root field outside graphql-js: with coerced arguments and the request's context.
 * @returns its result, or a promise of that.
 */
export function callResolver(field: BoundField, context: RequestContext): unknown {
  const { definition } = field.selected;
  if (!definition?.resolve) throw new ResolverMistake(field, "is missing.");
  return definition.resolve(undefined, field.arguments, context, NO_INFO);
}
