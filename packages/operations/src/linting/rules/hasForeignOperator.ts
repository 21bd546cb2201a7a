import type { A_Expr } from "libpg-query";
import { isBuiltIn, textsOf, within } from "../nodes.js";

/** Whether an expression has an operator of somebody's own, which is a function that nobody can read. */
export const hasForeignOperator = (tree: unknown): boolean =>
  [...within<A_Expr>(tree, "A_Expr")].some(({ name }) => !isBuiltIn(textsOf(name)));
