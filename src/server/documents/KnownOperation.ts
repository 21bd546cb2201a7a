import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from "graphql";
import { LRUCache } from "lru-cache";
import { readSelection, type Selection } from "../../compiler/readSelection.js";

const MAX_SELECTIONS = 32;

export interface NamedSelection {
  /** The same key always means the same selection. */
  readonly key: string;
  readonly selection: Selection;
  readonly operationName?: string;
}

/** A valid operation, and its selections by what @skip and @include say. */
export class KnownOperation {
  private readonly selections = new LRUCache<string, NamedSelection>({ max: MAX_SELECTIONS });
  private readonly conditions: readonly string[];

  constructor(
    private readonly id: string,
    private readonly schema: GraphQLSchema,
    readonly document: DocumentNode,
    readonly definition: OperationDefinitionNode,
  ) {
    this.conditions = conditionsOf(document);
  }

  selectionFor(variables: Readonly<Record<string, unknown>>): NamedSelection {
    const key = this.conditions.reduce((decided, name) => `${decided}${variables[name] ? 1 : 0}`, `${this.id}:`);
    const known = this.selections.get(key);
    if (known) return known;
    const selection = readSelection(this.schema, this.definition, fragmentsOf(this.document), variables);
    const named = { key, selection, operationName: this.definition.name?.value };
    this.selections.set(key, named);
    return named;
  }
}

/** The variables that decide a @skip or @include. */
function conditionsOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      for (const { value } of directive.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}
