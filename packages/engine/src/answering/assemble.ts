import { isNonNullType } from "graphql";
import type { ByteText } from "../byteText.js";
import type { BoundField } from "../compiler/BoundField.js";
import { JsonText } from "./JsonText.js";
import type { Answer, Failure } from "./OperationRequest.js";

/** The outcome of a field: its JSON, or its error. */
export type Outcome = { readonly json: ByteText } | { readonly error: unknown };

/**
 * Puts the outcomes of the root fields together, in their order. A failed field is null beside its error, and the others keep their
 * answers; where its type forbids null, there is no data at all (GraphQL specification, section 6.4.4).
 */
export function assemble(roots: readonly BoundField[], outcomes: readonly Outcome[]): Answer {
  const failures: Failure[] = [];
  let isNull = false;
  let members = "";
  for (const [index, { selected }] of roots.entries()) {
    const outcome = outcomes[index] ?? { json: "null" };
    const json = "json" in outcome ? outcome.json : "null";
    members += `${index === 0 ? "" : ","}"${selected.responseKey}":${json}`;
    if ("json" in outcome) continue;
    failures.push({ error: outcome.error, field: selected });
    isNull ||= selected.definition !== undefined && isNonNullType(selected.definition.type);
  }
  return {
    failures,
    data: isNull ? null : new JsonText(`{${members}}`),
    isAnswered: !isNull && failures.length < roots.length,
  };
}
