import { getMetadataStorage } from "type-graphql";
import type { ResolverClass } from "./buildApiSchema.js";

const INSTEAD =
  "Rows never become objects, so no executor would run it. Declare the field's SQL with @ComputedField, or say who may read the row in access.ts.";

/** The resolver classes of all APIs of this process. */
const known = new WeakSet<ResolverClass>();

/**
 * Finds decorators of TypeGraphQL that would have no effect, since PostgreSQL answers and no executor walks the rows, and resolver
 * classes that are not composed. Each is a programmer's mistake.
 * @returns a sentence for each mistake; none when all is well.
 */
export function checkClasses(composed: ReadonlySet<ResolverClass>): readonly string[] {
  const { fieldResolvers, authorizedFields, authorizedResolver, middlewares, queries, mutations, subscriptions } =
    getMetadataStorage();
  const handlers = [...queries, ...mutations];
  const isHandler = (target: object, method: string) =>
    handlers.some((handler) => handler.target === target && handler.methodName === method);
  const uncomposed = new Set([...handlers, ...subscriptions].map(({ target }) => target as ResolverClass));
  for (const resolver of composed) known.add(resolver);
  return [
    ...fieldResolvers.map(({ target, methodName }) => `${target.name}.${methodName} resolves a field of an object. ${INSTEAD}`),
    ...authorizedFields.map(({ target, fieldName }) => `@Authorized on ${target.name}.${fieldName} does nothing. ${INSTEAD}`),
    ...authorizedResolver.map(({ target }) => `@Authorized on ${target.name} does nothing. ${INSTEAD}`),
    ...middlewares
      .filter(({ target, fieldName }) => !isHandler(target, fieldName))
      .map(({ target, fieldName }) => `@UseMiddleware on ${target.name}.${fieldName} does nothing. ${INSTEAD}`),
    ...[...uncomposed]
      .filter((resolver) => !known.has(resolver))
      .map(
        ({ name }) => `${name} is a resolver class of which nobody made one: add it to the resolvers of the API's features.`,
      ),
  ];
}
