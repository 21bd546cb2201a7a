import type { GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import type { AccessPolicy } from "../compiler/AccessPolicy.js";
import { checkModel } from "../compiler/checkModel.js";
import { describeModel, type Model } from "../compiler/Model.js";
import { buildApiSchema, type ResolverClass } from "../documents/buildApiSchema.js";
import { checkClasses } from "../documents/checkClasses.js";
import type { Features } from "./Features.js";

/** What an API is to its compiler. */
export interface ApiDescription {
  readonly schema: GraphQLSchema;
  /** The schema with the tables under it and the rules of access. */
  readonly model: Model;
  /** What programmers have to mend before it can serve, a sentence each. */
  readonly mistakes: readonly string[];
}

/** Describes an API. @param database knows its metadata; nothing needs to be connected. */
export function describeApi(
  database: Pick<DataSource, "entityMetadatas">,
  access: AccessPolicy,
  { resolvers, mistakes = [] }: Pick<Features, "resolvers" | "mistakes">,
): ApiDescription {
  const instances = new Map(resolvers.map((resolver) => [resolver.constructor as ResolverClass, resolver]));
  const schema = buildApiSchema(instances, [...access.rules.keys()]);
  const model = describeModel(schema, database.entityMetadatas, access);
  return { schema, model, mistakes: [...checkClasses(new Set(instances.keys())), ...mistakes, ...checkModel(model)] };
}
