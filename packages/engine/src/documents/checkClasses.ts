import { getMetadataStorage } from "type-graphql";
import type { ResolverClass } from "./buildApiSchema.js";

const INSTEAD =
  "Rows never become objects, so no executor would run it. Declare the field's SQL with @ComputedField, or say who may read the row in access.ts.";

/**
 * Finds decorators of TypeGraphQL that would be passed over in silence, since PostgreSQL answers and no executor walks the rows, and
 * resolver classes that nobody composed. Each is a programmer's mistake.
 * @returns a sentence for each mistake; none when all is well.
 */
export function checkClasses(composed: ReadonlySet<ResolverClass>): readonly string[] {
  const { fieldResolvers, authorizedFields, authorizedResolver, middlewares, queries, mutations, subscriptions } =
    getMetadataStorage();
  const handlers = [...queries, ...mutations];
  const isHandler = (target: object, method: string) =>
    handlers.some((handler) => handler.target === target && handler.methodName === method);
  const uncomposed = new Set([...handlers, ...subscriptions].map(({ target }) => target as ResolverClass));
  for (const resolver of composed) uncomposed.delete(resolver);
  return [
    ...fieldResolvers.map(({ target, methodName }) => `${target.name}.${methodName} resolves a field of an object. ${INSTEAD}`),
    ...authorizedFields.map(({ target, fieldName }) => `@Authorized on ${target.name}.${fieldName} does nothing. ${INSTEAD}`),
    ...authorizedResolver.map(({ target }) => `@Authorized on ${target.name} does nothing. ${INSTEAD}`),
    ...middlewares
      .filter(({ target, fieldName }) => !isHandler(target, fieldName))
      .map(({ target, fieldName }) => `@UseMiddleware on ${target.name}.${fieldName} does nothing. ${INSTEAD}`),
    ...[...uncomposed].map(({ name }) => `${name} is a resolver class that nobody composed: make it in src/compose.ts.`),
  ];
}
