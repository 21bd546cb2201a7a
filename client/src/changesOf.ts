import { type DocumentNode, Kind, type SelectionSetNode } from "graphql";
import { type ListChange, listChanges } from "./listChanges.js";

/** A change of lists that a mutation has made, and what its field answered. */
export interface DoneChange extends ListChange {
  readonly answer: unknown;
}

/** What a mutation has changed in lists, by its answer: a field that failed is null and has changed nothing. */
export function changesOf(document: DocumentNode, data: unknown): readonly DoneChange[] {
  const answers = (data ?? {}) as Readonly<Record<string, unknown>>;
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? changesIn(definition.selectionSet, answers) : [],
  );
}

const changesIn = ({ selections }: SelectionSetNode, answers: Readonly<Record<string, unknown>>): readonly DoneChange[] =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return changesIn(selection.selectionSet, answers);
    if (selection.kind !== Kind.FIELD) return [];
    const answer = answers[selection.alias?.value ?? selection.name.value];
    const known = answer === null || answer === undefined ? [] : listChanges[selection.name.value];
    return (known ?? []).map((change) => ({ ...change, answer }));
  });
