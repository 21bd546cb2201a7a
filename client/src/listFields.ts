import { type DocumentNode, Kind, visit } from "graphql";
import type { ListChange } from "./listChanges.js";

/** The type of the rows in each field that answers a list. */
const TYPES: Readonly<Record<string, string>> = { drawings: "Drawing", stories: "Story", tutorials: "Tutorial", users: "User" };

/** Whether a list with these arguments may have changed. */
export const isChanged = (field: string, isOfOwnOrder: boolean, changes: readonly ListChange[]): boolean =>
  changes.some(({ type, isOfRows }) => TYPES[field] === type && (isOfRows || isOfOwnOrder));

/** Whether an operation reads a list that may have changed. */
export function readsChanged(document: DocumentNode, changes: readonly ListChange[]): boolean {
  let isFound = false;
  visit(document, {
    Field: ({ name, arguments: args = [] }) => {
      const isOfOwnOrder = args.some((arg) => arg.name.value === "filter" || arg.name.value === "orderBy");
      isFound ||= isChanged(name.value, isOfOwnOrder, changes);
    },
  });
  return isFound;
}

/** The same variables without those that an operation gives to `after` or `before`: they ask for the first page of its lists. */
export function ofFirstPage<T extends Readonly<Record<string, unknown>>>(document: DocumentNode, variables: T): T {
  const left: Record<string, unknown> = { ...variables };
  visit(document, {
    Argument: ({ name, value }) => {
      if ((name.value === "after" || name.value === "before") && value.kind === Kind.VARIABLE) delete left[value.name.value];
    },
  });
  return left as T;
}
