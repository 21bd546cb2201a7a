import type { ArgumentProblem } from "../../compiler/ArgumentProblem.js";
import type { Given } from "../../compiler/Given.js";
import type { Model } from "../../compiler/Model.js";
import { readArguments } from "../../compiler/readArguments.js";
import type { SelectedField, Selection } from "../../compiler/readSelection.js";

export interface GivenFields {
  readonly slots: Given[];
  /** What is wrong with the arguments of a root field and of all fields under it. Paths begin below the root field. */
  readonly problemsOf: (root: SelectedField) => readonly ArgumentProblem[];
}

/** Reads the arguments of every field of an operation before any of it runs. */
export function readGiven(model: Model, selection: Selection, variables: Readonly<Record<string, unknown>>): GivenFields {
  const read = selection.slots.map((field) => readArguments(model, field, variables));
  const problems = read.flatMap((one) => one.problems);
  return {
    slots: read.map(({ given }) => given),
    problemsOf: ({ responseKey }) =>
      problems.filter(({ path }) => path[0] === responseKey).map((problem) => ({ ...problem, path: problem.path.slice(1) })),
  };
}
