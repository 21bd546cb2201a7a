import type { GraphQLSchema } from "graphql";
import { buildSchemaSync, type NonEmptyArray } from "type-graphql";
import type { EntityClass } from "../compiler/AccessPolicy.js";

/** A class whose constructor has parameters; its one instance is made by hand. */
export type ResolverClass = new (...dependencies: never[]) => object;

/** Builds the schema from the decorated classes. @param entities that an interface may stand for, whether or not a field names them. */
export function buildApiSchema(instances: ReadonlyMap<ResolverClass, object>, entities: readonly EntityClass[]): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [...instances.keys()] as unknown as NonEmptyArray<never>,
    orphanedTypes: entities as never,
    container: { get: (resolver) => instances.get(resolver as ResolverClass) },
    // checkClasses refuses @Authorized; without a checker TypeGraphQL would throw before checkClasses names the field.
    authChecker: () => false,
    // InputCheck does, so that a client hears of all wrong fields at once.
    validate: false,
  });
}
