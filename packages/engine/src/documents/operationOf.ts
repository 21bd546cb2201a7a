import { type DocumentNode, Kind, type OperationDefinitionNode, OperationTypeNode } from "graphql";
import type { Model } from "../compiler/Model.js";
import { Operation } from "../compiler/Operation.js";

/** The operation of a valid document. A subscription becomes the query under its one field, `live`, as `onlyLive` has checked. */
export function operationOf(model: Model, document: DocumentNode, definition: OperationDefinitionNode): Operation {
  const [live] = definition.selectionSet.selections;
  if (definition.operation !== OperationTypeNode.SUBSCRIPTION || live?.kind !== Kind.FIELD || !live.selectionSet)
    return new Operation(model, document, definition);
  const query = { ...definition, operation: OperationTypeNode.QUERY, selectionSet: live.selectionSet };
  return new Operation(model, document, query, (live.alias ?? live.name).value);
}
