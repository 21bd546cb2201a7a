import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
} from "graphql";
import { collectFields, collectSubfields } from "graphql/execution/collectFields.js";

/** A field that an operation asks for, once fragments, @skip and @include are resolved. */
export interface SelectedField {
  readonly responseKey: string;
  readonly name: string;
  readonly parent: GraphQLObjectType;
  /** The path from the root: response keys, and between them their types: `me`, `Author`, `books`. */
  readonly path: readonly string[];
  /** Where it stands in the document; more than once where fragments repeat it. */
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
  /** Absent for __typename and the introspection fields. */
  readonly definition?: GraphQLField<unknown, unknown>;
  /** Whether neither it nor a field under it takes a variable: it is then the same in every request. */
  readonly isFixed: boolean;
  /** Whether no field under it takes a variable. */
  readonly isFixedUnder: boolean;
  /** The fields under it, for each concrete type that the value may have. */
  readonly under: ReadonlyMap<string, readonly SelectedField[]>;
}

/**
 * Collects the root fields of an operation, each with everything under it (GraphQL specification, section 6.3.2). Of the variables only
 * those that decide @skip and @include matter here.
 */
export function selectFields(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Record<string, FragmentDefinitionNode>,
  variables: Readonly<Record<string, unknown>>,
): readonly SelectedField[] {
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) return [];
  return fieldsOf(rootType, collectFields(schema, fragments, variables, rootType, operation.selectionSet), []);

  function fieldsOf(parent: GraphQLObjectType, nodes: Map<string, readonly FieldNode[]>, path: readonly string[]) {
    return [...nodes].flatMap(([responseKey, [node, ...others]]) =>
      node ? [fieldOf(parent, responseKey, [node, ...others], [...path, responseKey])] : [],
    );
  }

  function fieldOf(
    parent: GraphQLObjectType,
    responseKey: string,
    nodes: SelectedField["nodes"],
    path: readonly string[],
  ): SelectedField {
    const [node] = nodes;
    const name = node.name.value;
    const definition = parent.getFields()[name];
    const under = new Map(
      (definition ? concreteTypes(definition) : []).map((type) => [
        type.name,
        fieldsOf(type, collectSubfields(schema, fragments, variables, type, nodes), [...path, type.name]),
      ]),
    );
    const takesVariable = (node.arguments ?? []).some(({ value }) => hasVariable(value));
    const isFixedUnder = [...under.values()].every((fields) => fields.every((field) => field.isFixed));
    const isFixed = !takesVariable && isFixedUnder;
    return { responseKey, name, parent, path, nodes, definition, isFixed, isFixedUnder, under };
  }

  function concreteTypes(definition: GraphQLField<unknown, unknown>): readonly GraphQLObjectType[] {
    const type = getNamedType(definition.type);
    if (isObjectType(type)) return [type];
    return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  }
}

function hasVariable(value: ValueNode): boolean {
  if (value.kind === Kind.VARIABLE) return true;
  if (value.kind === Kind.LIST) return value.values.some(hasVariable);
  return value.kind === Kind.OBJECT && value.fields.some((field) => hasVariable(field.value));
}
