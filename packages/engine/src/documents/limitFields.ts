import type { ASTVisitor, SelectionNode, ValidationRule } from "graphql";
import { MAX_FIELDS, MAX_MUTATION_FIELDS, MAX_ROOT_FIELDS, MAX_VARIABLES } from "./limits.js";
import { tooComplex } from "./tooComplex.js";

/** Refuses operations of too many fields, counted as often as fragments spread them, of too many root fields, and of too many variables. */
export const limitFields: ValidationRule = (context): ASTVisitor => {
  const counts = new Map<string, number>();
  return {
    OperationDefinition({ operation, selectionSet: { selections }, variableDefinitions = [] }) {
      const most = operation === "mutation" ? MAX_MUTATION_FIELDS : MAX_ROOT_FIELDS;
      if (variableDefinitions.length > MAX_VARIABLES)
        context.reportError(tooComplex(`The operation has more than ${MAX_VARIABLES} variables. Send an input object.`));
      if (count(selections, false, new Set()) > most)
        context.reportError(tooComplex(`The ${operation} has more than ${most} root fields. Split it.`));
      else if (count(selections, true, new Set()) > MAX_FIELDS)
        context.reportError(tooComplex(`The operation asks for more than ${MAX_FIELDS} fields. Ask for fewer, or split it.`));
    },
  };

  /** The number of fields: with those under them, or of these selections alone. */
  function count(selections: readonly SelectionNode[], isDeep: boolean, within: ReadonlySet<string>): number {
    return selections.reduce((sum, selection) => sum + countOne(selection, isDeep, within), 0);
  }

  function countOne(selection: SelectionNode, isDeep: boolean, within: ReadonlySet<string>): number {
    if (selection.kind === "FragmentSpread") return countFragment(selection.name.value, isDeep, within);
    if (selection.kind === "InlineFragment") return count(selection.selectionSet.selections, isDeep, within);
    return 1 + (isDeep ? count(selection.selectionSet?.selections ?? [], isDeep, within) : 0);
  }

  function countFragment(name: string, isDeep: boolean, within: ReadonlySet<string>): number {
    const key = `${name} ${isDeep}`;
    const known = counts.get(key);
    const fragment = context.getFragment(name);
    if (known !== undefined || !fragment || within.has(name)) return known ?? 0;
    const found = count(fragment.selectionSet.selections, isDeep, new Set([...within, name]));
    counts.set(key, found);
    return found;
  }
};
