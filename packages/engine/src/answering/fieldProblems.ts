import type { ValidationError } from "class-validator";
import { FieldCode, type FieldProblem } from "../errors.js";

/** class-validator's findings as field problems. Our rules are named by their codes. */
export function fieldProblems(errors: readonly ValidationError[], path: readonly (string | number)[]): FieldProblem[] {
  return errors.flatMap(({ property, constraints, children = [] }) => {
    const here = [...path, /^\d+$/.test(property) ? Number(property) : property];
    const own = Object.entries(constraints ?? {})
      .slice(0, 1)
      .map(([name, message]) => ({
        path: here,
        code: name in FieldCode ? (name as FieldCode) : FieldCode.INVALID_VALUE,
        message,
      }));
    return [...own, ...fieldProblems(children, here)];
  });
}
