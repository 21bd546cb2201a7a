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

/** What is asked of an operation, with fragments and @skip and @include resolved. */
export interface Selection {
  readonly roots: readonly SelectedField[];
  /** The fields that are given something at each request: the root fields, and those with arguments. A field's slot is its place here. */
  readonly slots: readonly SelectedField[];
}

export interface SelectedField {
  readonly responseKey: string;
  readonly name: string;
  readonly parent: GraphQLObjectType;
  /** The response keys that lead to it from the root. */
  readonly path: readonly string[];
  /** Where it stands in the document; more than once where fragments repeat it. */
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
  /** Absent for __typename and the introspection fields. */
  readonly definition?: GraphQLField<unknown, unknown>;
  readonly slot?: number;
  /** Whether its arguments are written out in the document, so that they are the same in every request. */
  readonly isFixed: boolean;
  /** The fields under it, for each concrete type that may stand there. */
  readonly under: ReadonlyMap<string, readonly SelectedField[]>;
}

/**
 * Reads the selection of an operation (GraphQL specification, section 6.3.2).
 * Of the variables only those that decide @skip and @include matter here.
 */
export function readSelection(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Record<string, FragmentDefinitionNode>,
  variables: Readonly<Record<string, unknown>>,
): Selection {
  const slots: SelectedField[] = [];
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) return { roots: [], slots };
  return {
    roots: fieldsOf(rootType, collectFields(schema, fragments, variables, rootType, operation.selectionSet), []),
    slots,
  };

  function fieldsOf(parent: GraphQLObjectType, nodes: Map<string, readonly FieldNode[]>, path: readonly string[]) {
    return [...nodes].flatMap(([responseKey, [node, ...others]]) =>
      node ? [fieldOf(parent, responseKey, [node, ...others], [...path, responseKey])] : [],
    );
  }

  function fieldOf(
    parent: GraphQLObjectType,
    responseKey: string,
    nodes: readonly [FieldNode, ...FieldNode[]],
    path: readonly string[],
  ): SelectedField {
    const [node] = nodes;
    const name = node.name.value;
    const definition = parent.getFields()[name];
    const under = new Map<string, readonly SelectedField[]>();
    const isGiven = definition !== undefined && (path.length === 1 || definition.args.length > 0);
    const isFixed = !(node.arguments ?? []).some(({ value }) => hasVariable(value));
    const field = {
      responseKey,
      name,
      parent,
      path,
      nodes,
      definition,
      under,
      isFixed,
      ...(isGiven && { slot: slots.length }),
    };
    if (isGiven) slots.push(field);
    for (const type of definition ? concreteTypes(definition) : [])
      under.set(type.name, fieldsOf(type, collectSubfields(schema, fragments, variables, type, nodes), path));
    return field;
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
