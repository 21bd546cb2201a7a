import type { ASTVisitor, SelectionNode, ValidationRule } from "graphql";
import { MAX_DEPTH } from "./limits.js";
import { tooComplex } from "./tooComplex.js";

/** Refuses selections nested deeper than MAX_DEPTH, through fragments too; the introspection query of tools goes deeper and may. */
export const limitDepth: ValidationRule = (context): ASTVisitor => {
  const depths = new Map<string, number>();
  return {
    OperationDefinition({ operation, selectionSet }) {
      // A query is as deep under live as by itself.
      const most = operation === "subscription" ? MAX_DEPTH + 1 : MAX_DEPTH;
      if (depthOf(selectionSet.selections, new Set()) > most)
        context.reportError(tooComplex(`The selection is nested deeper than ${MAX_DEPTH} levels. Ask for less at once.`));
    },
  };

  function depthOf(selections: readonly SelectionNode[], within: ReadonlySet<string>): number {
    return Math.max(0, ...selections.map((selection) => depthOfOne(selection, within)));
  }

  function depthOfOne(selection: SelectionNode, within: ReadonlySet<string>): number {
    if (selection.kind === "FragmentSpread") return depthOfFragment(selection.name.value, within);
    const below = depthOf(selection.selectionSet?.selections ?? [], within);
    if (selection.kind === "InlineFragment") return below;
    return selection.name.value.startsWith("__") ? 0 : below + 1;
  }

  function depthOfFragment(name: string, within: ReadonlySet<string>): number {
    const known = depths.get(name);
    const fragment = context.getFragment(name);
    if (known !== undefined || !fragment || within.has(name)) return known ?? 0;
    const depth = depthOf(fragment.selectionSet.selections, new Set([...within, name]));
    depths.set(name, depth);
    return depth;
  }
};
