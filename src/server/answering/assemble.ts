import { GraphQLError, isNonNullType } from "graphql";
import type { SelectedField } from "../../compiler/readSelection.js";
import { formatError } from "./formatError.js";
import { JsonText } from "./JsonText.js";
import type { Answer } from "./Operation.js";

/** What became of a root field: its JSON, or the error that took its place. */
export type RootOutcome = { readonly json: string } | { readonly error: unknown };

/**
 * Puts the root fields together. One that failed is null and alone; where its type forbids null, there is no data at all
 * (GraphQL specification, section 6.4.4).
 */
export function assemble(roots: readonly SelectedField[], outcomes: ReadonlyMap<SelectedField, RootOutcome>): Answer {
  const failures: unknown[] = [];
  let isNull = false;
  const members = roots.map((root) => {
    const outcome = outcomes.get(root) ?? { json: "null" };
    if ("json" in outcome) return `"${root.responseKey}":${outcome.json}`;
    failures.push(locate(outcome.error, root));
    isNull ||= root.definition !== undefined && isNonNullType(root.definition.type);
    return `"${root.responseKey}":null`;
  });
  return {
    ...(failures.length > 0 && { errors: failures.map(formatError) }),
    data: isNull ? null : new JsonText(`{${members.join(",")}}`),
    failure: failures[0],
  };
}

function locate(error: unknown, { nodes, path }: SelectedField): GraphQLError {
  return new GraphQLError("", { nodes, path, originalError: error instanceof Error ? error : undefined });
}
