import type { ValidationError } from "class-validator";
import { FieldCode, type FieldProblem } from "../errors.js";

/** How a code is spelled. class-validator's own rules have names in camel case. */
const CODE = /^[A-Z_]+$/;

/** class-validator's findings as field problems. The engine's rules and the API's are named by their codes. */
export function fieldProblems(errors: readonly ValidationError[], path: readonly (string | number)[]): FieldProblem[] {
  return errors.flatMap(({ property, constraints, children = [] }) => {
    const here = [...path, /^\d+$/.test(property) ? Number(property) : property];
    const own = Object.entries(constraints ?? {})
      .slice(0, 1)
      .map(([name, message]) => ({
        path: here,
        code: CODE.test(name) ? name : FieldCode.INVALID_VALUE,
        message,
      }));
    return [...own, ...fieldProblems(children, here)];
  });
}
