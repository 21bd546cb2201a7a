import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
} from "graphql";
import { type Choice, inputValue } from "./inputValue.js";
import { schema } from "./referenceReader.js";

/** A place where a client can put a value: an argument of a field, or a field of an input object in one. */
export interface Position {
  readonly parent: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly path: string;
}

/** Every place of every field that takes arguments. */
export function allPositions(): Position[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith("__"))
    .flatMap((type) =>
      Object.values(isObjectType(type) ? type.getFields() : {}).flatMap((field) =>
        field.args
          .flatMap((argument) => pathsOf(argument.type, argument.name))
          .map((path) => ({ parent: type.name, field, path })),
      ),
    );
}

function pathsOf(type: GraphQLInputType, path: string): string[] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [path, ...pathsOf(nullable.ofType, `${path}.0`)];
  if (!isInputObjectType(nullable)) return [path];
  return [path, ...Object.values(nullable.getFields()).flatMap((field) => pathsOf(field.type, `${path}.${field.name}`))];
}

/** An operation that puts the value there, and what is right everywhere else. Types that are no root are reached by `node`. */
export function operationAt({ parent, field, path }: Position, value: unknown, leaf: Choice["leaf"]) {
  const choice: Choice = {
    leaf,
    includes: (other) => path === other || path.startsWith(`${other}.`),
    instead: { path, value },
  };
  const given = field.args.filter(({ name, type }) => choice.includes(name) || String(type).endsWith("!"));
  const variables = Object.fromEntries(given.map(({ name, type }) => [name, inputValue(type, name, choice)]));
  const [isMutation, isQuery] = [parent === "Mutation", parent === "Query"];
  const declared = given.map(({ name, type }) => `$${name}: ${type}`);
  const called = `${field.name}(${given.map(({ name }) => `${name}: $${name}`).join(", ")}) ${leavesOf(field)}`;
  if (isMutation || isQuery)
    return { query: `${isMutation ? "mutation" : "query"} (${declared.join(", ")}) { ${called} }`, variables };
  const query = `query ($node: ID!, ${declared.join(", ")}) { node(id: $node) { ... on ${parent} { ${called} } } }`;
  return { query, variables: { node: leaf(schema.getType("ID") as never, parent), ...variables } };
}

/** All that a row says without arguments, so that what was stored is read again. */
function leavesOf(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  if (type.name.endsWith("Connection")) return "{ edges { cursor node { id } } totalCount }";
  if (!isObjectType(type) && !isInterfaceType(type)) return "";
  const leaves = Object.values(type.getFields()).filter(({ args, type: inner }) => args.length === 0 && isPlain(inner));
  return `{ ${leaves.map(({ name }) => name).join(" ")} }`;
}

const isPlain = (type: GraphQLField<unknown, unknown>["type"]) =>
  !isObjectType(getNamedType(type)) && !isInterfaceType(getNamedType(type));
