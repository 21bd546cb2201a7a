import type { FieldProblem } from "../errors.js";
import type { PageRequest } from "./PageRequest.js";
import type { SelectedField } from "./selectFields.js";

/** A selected field with the values that one request gives to it and to the fields under it. */
export interface BoundField {
  readonly selected: SelectedField;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** For a connection whose arguments can be used. */
  readonly page?: PageRequest;
  /** All problems of its arguments and of those under it. Paths begin below the root field. */
  readonly problems: readonly FieldProblem[];
  /** The fields under it, for each concrete type that the value may have. */
  readonly under: ReadonlyMap<string, readonly BoundField[]>;
}

/** The response keys that lead from below the root to a field: a path alternates between response keys and types. */
export const responseKeysBelowRoot = (path: readonly string[]): readonly string[] =>
  path.filter((_step, index) => index > 0 && index % 2 === 0);

/** The fields under a field that has one type only, as connections, edges and payloads have. */
export const fieldsUnder = ({ under }: BoundField): readonly BoundField[] => [...under.values()][0] ?? [];
