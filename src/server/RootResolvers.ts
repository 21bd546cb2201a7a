import type { GraphQLFieldResolver, GraphQLResolveInfo } from "graphql";
import type { SelectedField } from "../compiler/readSelection.js";
import type { RequestContext } from "./RequestContext.js";

/** Calls the resolvers of root fields outside graphql-js: with coerced arguments, and with what they may know of the request. */
export class RootResolvers {
  constructor(private readonly resolvers: ReadonlyMap<string, GraphQLFieldResolver<unknown, unknown>>) {}

  call({ parent, name, definition }: SelectedField, values: Readonly<Record<string, unknown>>, context: RequestContext): unknown {
    const resolver = this.resolvers.get(`${parent.name}.${name}`);
    if (!resolver) throw new Error(`${parent.name}.${name} has no resolver`);
    // Our resolvers take no GraphQLResolveInfo: what is selected is the compiler's concern.
    const info = { fieldName: name, parentType: parent, returnType: definition?.type } as GraphQLResolveInfo;
    return resolver(undefined, values, context, info);
  }
}
