import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type OperationDefinitionNode,
  typeFromAST,
} from "graphql";
import { MAX_PAGE_SIZE } from "../compiler/PageRequest.js";

/** Values that the scalars take, where it does not matter which. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  ID: "00000000-0000-4000-8000-000000000000",
  DateTime: "2026-01-01T00:00:00Z",
  Date: "2026-01-01",
  URL: "https://example.org/",
  String: "",
  Float: 1,
};

/** Variables with which an operation costs most: every whole number is the largest page, every decision is the given one. */
export function costliestVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  decision: boolean,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, type: node }) => {
      const type = typeFromAST(schema, node as never);
      const value = isInputType(type) ? sampleOf(type, decision) : undefined;
      return value === undefined ? [] : [[variable.name.value, value]];
    }),
  );
}

/** Texts and ids that may be left out are: a made-up cursor would be refused. */
function sampleOf(type: GraphQLInputType, decision: boolean): unknown {
  const isRequired = isNonNullType(type);
  const nullable = isRequired ? type.ofType : type;
  if (isListType(nullable)) return isRequired ? [] : undefined;
  if (nullable.name === "Int") return MAX_PAGE_SIZE;
  if (nullable.name === "Boolean") return decision;
  if (!isRequired) return undefined;
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name;
  if (!isInputObjectType(nullable)) return SAMPLES[nullable.name];
  const required = Object.values(nullable.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(required.map((field) => [field.name, sampleOf(field.type, decision)]));
}
