import { GraphQLError, type GraphQLField, getArgumentValues, isNonNullType, Kind, valueFromAST } from "graphql";
import type { SelectedField } from "./selectFields.js";

/** Where the value of an argument comes from: a variable, or else it is the same in every request. */
interface Source {
  readonly name: string;
  readonly variable?: string;
  readonly value?: unknown;
  readonly isRequired: boolean;
}

/** Told from the document once. Undefined where an argument is made of several values. */
const sources = new WeakMap<SelectedField, readonly Source[] | "various">();

/**
 * The values of a field's arguments (GraphQL specification, section 6.4.1), or undefined where graphql-js refuses them: its message would
 * quote what was sent. Variables are coerced already; when each argument is a variable with a value, nothing is left to do.
 */
export function argumentValues(
  field: SelectedField,
  definition: GraphQLField<unknown, unknown>,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const known = sources.get(field) ?? sourcesOf(field, definition);
  sources.set(field, known);
  const values: Record<string, unknown> = {};
  if (known === "various") return coerced(field, definition, variables);
  for (const { name, variable, value = variable && variables[variable], isRequired } of known) {
    if (value === undefined || (value === null && isRequired)) return coerced(field, definition, variables);
    values[name] = value;
  }
  return values;
}

function sourcesOf(
  { nodes: [node] }: SelectedField,
  definition: GraphQLField<unknown, unknown>,
): readonly Source[] | "various" {
  const found: Source[] = [];
  for (const { name, type, defaultValue } of definition.args) {
    const given = node.arguments?.find((one) => one.name.value === name)?.value;
    const isRequired = isNonNullType(type);
    if (given?.kind === Kind.VARIABLE) found.push({ name, variable: given.name.value, isRequired });
    else if (given?.kind === Kind.LIST || given?.kind === Kind.OBJECT) return "various";
    else if (given || defaultValue !== undefined)
      found.push({ name, value: given ? valueFromAST(given, type) : defaultValue, isRequired });
    else if (isRequired) return "various";
  }
  return found;
}

function coerced(
  { nodes: [node] }: SelectedField,
  definition: GraphQLField<unknown, unknown>,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  try {
    return getArgumentValues(definition, node, variables);
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}
