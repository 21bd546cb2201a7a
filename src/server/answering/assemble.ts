import { GraphQLError, isNonNullType } from "graphql";
import type { ByteText } from "../../byteText.js";
import type { BoundField } from "../../compiler/BoundField.js";
import { formatError } from "./formatError.js";
import { JsonText } from "./JsonText.js";
import type { Answer } from "./OperationRequest.js";

/** What became of a field: its JSON, or the error that took its place. */
export type Outcome = { readonly json: ByteText } | { readonly error: unknown };

/**
 * Puts the root fields together. One that failed is null beside its error, and takes no other with it; where its type forbids null, there
 * is no data at all (GraphQL specification, section 6.4.4).
 */
export function assemble(roots: readonly BoundField[], outcomes: ReadonlyMap<BoundField, Outcome>): Answer {
  const failures: GraphQLError[] = [];
  let isNull = false;
  const members = roots.map((root) => {
    const { responseKey, definition } = root.selected;
    const outcome = outcomes.get(root) ?? { json: "null" };
    if ("json" in outcome) return `"${responseKey}":${outcome.json}`;
    failures.push(locate(outcome.error, root));
    isNull ||= definition !== undefined && isNonNullType(definition.type);
    return `"${responseKey}":null`;
  });
  return {
    ...(failures.length > 0 && { errors: failures.map((failure) => formatError(failure)) }),
    data: isNull ? null : new JsonText(`{${members.join(",")}}`),
    failures,
    isAnswered: !isNull && failures.length < roots.length,
  };
}

function locate(error: unknown, { selected: { nodes, responseKey } }: BoundField): GraphQLError {
  return new GraphQLError("", { nodes, path: [responseKey], originalError: error instanceof Error ? error : undefined });
}
