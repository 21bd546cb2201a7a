import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from "graphql";
import { buildSchemaSync, type NonEmptyArray } from "type-graphql";
import { Drawing } from "../entities/Drawing.js";
import { Story } from "../entities/Story.js";
import { Tutorial } from "../entities/Tutorial.js";
import { TutorialStep } from "../entities/TutorialStep.js";
import { User } from "../entities/User.js";

/** A class that can be made only with what it needs; its one instance is made by hand in compose.ts. */
export type ResolverClass = new (...dependencies: never[]) => object;

export interface ApiSchema {
  readonly schema: GraphQLSchema;
  /** The resolver of each root field, by `Query.field` or `Mutation.field`. */
  readonly rootResolvers: ReadonlyMap<string, GraphQLFieldResolver<unknown, unknown>>;
}

/**
 * Builds the schema from the decorated classes. Its fields then take their values from the compiled answer, by response key,
 * so that graphql-js can walk one where it has to; the resolvers' own functions are handed out beside it.
 */
export function buildApiSchema(classes: readonly ResolverClass[], instances: ReadonlyMap<ResolverClass, object>): ApiSchema {
  const schema = buildSchemaSync({
    resolvers: classes as unknown as NonEmptyArray<never>,
    orphanedTypes: [User, Tutorial, TutorialStep, Drawing, Story],
    container: { get: (resolver) => instances.get(resolver as ResolverClass) },
    validate: { validationError: { target: false, value: false }, forbidUnknownValues: false },
  });
  const rootResolvers = new Map<string, GraphQLFieldResolver<unknown, unknown>>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.resolve && (type === schema.getQueryType() || type === schema.getMutationType()))
        rootResolvers.set(`${type.name}.${field.name}`, field.resolve);
      field.resolve = valueByResponseKey;
    }
  }
  return { schema, rootResolvers };
}

const valueByResponseKey: GraphQLFieldResolver<unknown, unknown> = (source, _arguments, _context, { path }) => {
  const value = (source as Record<string, unknown>)[path.key];
  if (value instanceof Error) throw value;
  return value;
};
