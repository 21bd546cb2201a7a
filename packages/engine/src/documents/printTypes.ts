import { type GraphQLSchema, isIntrospectionType, isSpecifiedScalarType, printType } from "graphql";

/** The schema in SDL, its types by their names: the text is the same in whatever order their classes were loaded. */
export const printTypes = (schema: GraphQLSchema): string =>
  Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((type) => `${printType(type)}\n`)
    .join("\n");
