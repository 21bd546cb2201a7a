import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from "graphql";
import { LRUCache } from "lru-cache";
import { FieldCode, type FieldProblem } from "../errors.js";
import type { BoundField } from "./BoundField.js";
import { bindFields } from "./bindFields.js";
import { bindVariables } from "./bindVariables.js";
import type { Model } from "./Model.js";
import { type SelectedField, selectFields } from "./selectFields.js";

/** How many selections of one operation are kept: each variable that decides a @skip or @include doubles their number. */
const MAX_SELECTIONS = 8;
/** Bytes of a node of a parsed document, and of its selection and its bound field; measured with many documents. */
const BYTES_OF_NODE = 300;
const BYTES_OF_SELECTED_NODE = 500;

/** An operation with the values of one request: a tree of bound fields, one for each root field. */
export interface BoundOperation {
  readonly roots: readonly BoundField[];
  /** Problems of the variables, whose paths begin with the variable's name. With a problem there are no roots. */
  readonly problems: readonly FieldProblem[];
}

/** A valid operation of a document, parsed once. Each request binds its variables to it. */
export class Operation {
  readonly name: string | undefined;
  readonly isMutation: boolean;
  /** About how many bytes it holds, once it has been asked in all ways that are kept. */
  readonly bytes: number;
  private readonly selections = new LRUCache<string, readonly SelectedField[]>({ max: MAX_SELECTIONS });
  /** The selection where nothing decides about it. */
  private only: readonly SelectedField[] | undefined;
  private readonly fragments: Fragments;
  /** The variables that decide a @skip or @include. */
  private readonly conditions: readonly string[];

  constructor(
    private readonly model: Model,
    readonly document: DocumentNode,
    readonly definition: OperationDefinitionNode,
    /** Of a live query the response key that its answer stands under: it is the query under that field of a subscription. */
    readonly liveAs?: string,
  ) {
    this.name = definition.name?.value;
    this.isMutation = definition.operation === OperationTypeNode.MUTATION;
    this.fragments = fragmentsOf(document);
    this.conditions = conditionsOf(definition, this.fragments);
    const selections = Math.min(MAX_SELECTIONS, 2 ** this.conditions.length);
    this.bytes = compact(document) * (BYTES_OF_NODE + selections * BYTES_OF_SELECTED_NODE);
  }

  /** @param sent the variables as they were sent. */
  bind(sent: Readonly<Record<string, unknown>>): BoundOperation {
    const { values, problems } = bindVariables(this.model.schema, this.definition, sent);
    // A variable with a default may be null, and null decides nothing (GraphQL specification, section 6.4.1).
    for (const name of this.conditions) if (values[name] === null) problems.push(undecided(name));
    return { problems, roots: problems.length > 0 ? [] : bindFields(this.model, this.selectionFor(values), values) };
  }

  private selectionFor(variables: Readonly<Record<string, unknown>>): readonly SelectedField[] {
    if (this.conditions.length === 0) {
      this.only ??= this.select(variables);
      return this.only;
    }
    const decisions = this.conditions.map((name) => (variables[name] ? "1" : "0")).join("");
    const selection = this.selections.get(decisions) ?? this.select(variables);
    this.selections.set(decisions, selection);
    return selection;
  }

  private select(variables: Readonly<Record<string, unknown>>): readonly SelectedField[] {
    return selectFields(this.model.schema, this.definition, this.fragments, variables);
  }
}

/**
 * Drops the tokens that a parsed document links at each of its nodes, which are most of its bytes. Only the locations of fields stay,
 * which errors name.
 * @returns the number of its nodes.
 */
function compact(document: DocumentNode): number {
  let nodes = 0;
  visit(document, {
    enter(node) {
      nodes++;
      const { loc } = node;
      if (!loc || !("startToken" in loc)) return;
      const location = { start: loc.start, end: loc.end, source: loc.source };
      Object.assign(node, { loc: node.kind === Kind.FIELD ? location : undefined });
    },
  });
  return nodes;
}

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

const undecided = (name: string): FieldProblem => ({
  path: [name],
  code: FieldCode.INVALID_VALUE,
  message: "Send true or false, or leave the variable out: a @skip or @include reads it.",
});

/** The variables that decide a @skip or @include of the operation or of a fragment that it reaches. */
function conditionsOf(definition: OperationDefinitionNode, fragments: Fragments): readonly string[] {
  const names = new Set<string>();
  const reached = new Set<OperationDefinitionNode | FragmentDefinitionNode>([definition]);
  // Iterating a set also visits what is added meanwhile.
  for (const one of reached)
    visit(one, {
      FragmentSpread({ name }) {
        const fragment = fragments[name.value];
        if (fragment) reached.add(fragment);
      },
      Directive(directive) {
        for (const { value } of directive.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  return [...names];
}

function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}
