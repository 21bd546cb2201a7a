import type { ValidationError } from "class-validator";
import type { FieldProblem } from "../errors.js";

/** class-validator's findings as field problems. A constraint's context may name a code of its own: INVALID_EMAIL. */
export function fieldProblems(errors: readonly ValidationError[] = [], path: readonly string[] = ["input"]): FieldProblem[] {
  return errors.flatMap(({ property, constraints, contexts, children }) => {
    const here = [...path, property];
    const own = Object.entries(constraints ?? {})
      .slice(0, 1)
      .map(([name, message]) => ({ path: here, code: String(contexts?.[name]?.code ?? "INVALID_VALUE"), message }));
    return [...own, ...fieldProblems(children, here)];
  });
}
