import {
  coerceInputValue,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
} from "graphql";
import { FieldCode, type FieldProblem } from "../errors.js";

/**
 * Coerces the variables of a request (GraphQL specification, section 6.1.2). Each problem says where the value is and what it must be;
 * graphql-js's own messages would quote what was sent.
 */
export function bindVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  sent: Readonly<Record<string, unknown>>,
): { values: Record<string, unknown>; problems: FieldProblem[] } {
  // Without a prototype, a variable may be named __proto__ too.
  const values: Record<string, unknown> = Object.create(null);
  const problems: FieldProblem[] = [];
  for (const { name, type, hasDefault, byDefault } of declaredOf(schema, operation)) {
    if (!Object.hasOwn(sent, name)) {
      if (hasDefault) values[name] = byDefault;
      else if (isNonNullType(type)) problems.push(problem([name], type));
      continue;
    }
    values[name] = coerceInputValue(sent[name], type, (path) => problems.push(problem([name, ...path], typeAt(type, path))));
  }
  return { values, problems };
}

interface Declared {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly hasDefault: boolean;
  readonly byDefault: unknown;
}

/** The variables of each operation, read from its document once. */
const declared = new WeakMap<OperationDefinitionNode, readonly Declared[]>();

function declaredOf(schema: GraphQLSchema, operation: OperationDefinitionNode): readonly Declared[] {
  const known = declared.get(operation);
  if (known) return known;
  const found = (operation.variableDefinitions ?? []).flatMap(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node as never);
    if (!isInputType(type)) return [];
    const byDefault = defaultValue && valueFromAST(defaultValue, type);
    return [{ name: variable.name.value, type, hasDefault: defaultValue !== undefined, byDefault }];
  });
  declared.set(operation, found);
  return found;
}

function problem(path: FieldProblem["path"], type: GraphQLInputType): FieldProblem {
  return { path, code: FieldCode.INVALID_VALUE, message: `Send ${describe(type)}.` };
}

function describe(type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (isEnumType(nullable))
    return `one of ${nullable
      .getValues()
      .map(({ name }) => name)
      .join(", ")}`;
  if (!isInputObjectType(nullable)) return `a value of type ${type}`;
  const fields = Object.values(nullable.getFields()).map((field) => `${field.name}: ${field.type}`);
  return `an object with the fields ${fields.join(", ")} and no others`;
}

function typeAt(type: GraphQLInputType, path: readonly (string | number)[]): GraphQLInputType {
  const [step, ...rest] = path;
  const nullable = getNullableType(type) as GraphQLInputType;
  if (isListType(nullable)) return typeAt(nullable.ofType, typeof step === "number" ? rest : path);
  const field = isInputObjectType(nullable) ? nullable.getFields()[String(step)] : undefined;
  return field ? typeAt(field.type, rest) : type;
}
