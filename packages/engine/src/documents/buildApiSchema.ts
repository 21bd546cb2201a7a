import { GraphQLNonNull, GraphQLObjectType, GraphQLSchema } from "graphql";
import { buildSchemaSync, type NonEmptyArray } from "type-graphql";
import type { EntityClass } from "../compiler/AccessPolicy.js";

/** A class whose constructor has parameters; its one instance is made by hand. */
export type ResolverClass = new (...dependencies: never[]) => object;

/** Builds the schema from the decorated classes. @param entities that an interface may stand for, whether or not a field names them. */
export function buildApiSchema(instances: ReadonlyMap<ResolverClass, object>, entities: readonly EntityClass[]): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [...instances.keys()] as unknown as NonEmptyArray<never>,
    orphanedTypes: entities as never,
    container: { get: (resolver) => instances.get(resolver as ResolverClass) },
    // checkClasses refuses @Authorized; without a checker TypeGraphQL would throw before checkClasses names the field.
    authChecker: () => false,
    // InputCheck does, so that a client learns all wrong fields at once.
    validate: false,
  });
  return withLive(schema);
}

/** The schema with the one subscription. It has no resolver: the server asks the query under it again and again. */
function withLive(schema: GraphQLSchema): GraphQLSchema {
  const query = schema.getQueryType();
  if (!query) return schema;
  const description = "Any query, answered again each time its answer changes. The first event is the answer now.";
  const subscription = new GraphQLObjectType({
    name: "Subscription",
    fields: { live: { type: new GraphQLNonNull(query), description } },
  });
  return new GraphQLSchema({ ...schema.toConfig(), subscription });
}
