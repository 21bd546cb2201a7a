import type { GraphQLSchema } from "graphql";
import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, visit } from "graphql";
import { LRUCache } from "lru-cache";
import { readSelection, type Selection } from "../compiler/readSelection.js";

const MAX_SELECTIONS = 2000;

export interface CachedSelection {
  /** The same key always means the same selection. */
  readonly key: string;
  readonly selection: Selection;
}

/** The selections of the operations that were asked lately, by document, operation and what @skip and @include say. */
export class OperationCache {
  private readonly selections = new LRUCache<string, CachedSelection>({ max: MAX_SELECTIONS });
  private readonly conditions = new WeakMap<DocumentNode, readonly string[]>();

  constructor(private readonly schema: GraphQLSchema) {}

  selectionOf(
    document: DocumentNode,
    documentHash: string,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): CachedSelection {
    const decided = this.conditionsOf(document).map((name) => (variables[name] ? 1 : 0));
    const key = [documentHash, operation.name?.value ?? "", ...decided].join(" ");
    const cached = this.selections.get(key) ?? {
      key,
      selection: readSelection(this.schema, operation, fragmentsOf(document), variables),
    };
    this.selections.set(key, cached);
    return cached;
  }

  /** The variables that decide a @skip or @include. */
  private conditionsOf(document: DocumentNode): readonly string[] {
    const known = this.conditions.get(document);
    if (known) return known;
    const names = new Set<string>();
    visit(document, {
      Directive(directive) {
        for (const { value } of directive.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
    const found = [...names];
    this.conditions.set(document, found);
    return found;
  }
}

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}
