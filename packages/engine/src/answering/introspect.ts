import { executeSync, type GraphQLSchema, Kind } from "graphql";
import type { ByteText } from "../byteText.js";
import { argumentMissing } from "../compiler/bindArguments.js";
import type { SelectedField } from "../compiler/selectFields.js";
import { badInput } from "../errors.js";
import { bytesOfJson } from "./JsonText.js";
import type { OperationRequest } from "./OperationRequest.js";

/** The JSON of __schema, __type or __typename at the root. It is about the schema alone, so graphql-js answers it by itself. */
export function introspect(
  schema: GraphQLSchema,
  { nodes, responseKey }: SelectedField,
  { operation, variables }: OperationRequest,
): ByteText {
  const selectionSet = { kind: Kind.SELECTION_SET, selections: nodes } as const;
  const fragments = operation.document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const document = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation.definition, selectionSet }, ...fragments],
  } as const;
  const { data, errors } = executeSync({ schema, document, variableValues: variables });
  // Its document and variables are sound, so only a variable that is null where an argument may not be fails here.
  if (errors) throw badInput(errors.map(({ path = [] }) => argumentMissing(path.slice(1))));
  return bytesOfJson(data?.[responseKey]);
}
