import { type DocumentNode, Kind, type OperationDefinitionNode, visit } from "graphql";
import type { Model } from "../compiler/Model.js";
import type { Operation } from "../compiler/Operation.js";
import { RecurringCache } from "../compiler/RecurringCache.js";
import { operationOf } from "./operationOf.js";

const MAX_BYTES = 32_000_000;

/**
 * Recurring operations, by the text of their document: valid and within the limits. A document with a text written into it is not kept,
 * since that may be a password or somebody's words; clients send these as variables.
 */
export class OperationCache {
  private readonly operations = new RecurringCache<Operation>(MAX_BYTES, ({ bytes }, key) => bytes + key.length);

  constructor(private readonly model: Model) {}

  find(query: string, operationName?: string | null): Operation | undefined {
    return this.operations.get(keyOf(query, operationName));
  }

  /** The operation of a document that has just been validated. It is kept when it comes the second time. */
  add(
    query: string,
    operationName: string | null | undefined,
    document: DocumentNode,
    definition: OperationDefinitionNode,
  ): Operation {
    const operation = operationOf(this.model, document, definition);
    if (!holdsText(document)) this.operations.offer(keyOf(query, operationName), operation);
    return operation;
  }
}

/** A name from a client may hold any text: its length says where it ends. */
const keyOf = (query: string, name?: string | null): string => `${name?.length ?? 0} ${name ?? ""}${query}`;

function holdsText(document: DocumentNode): boolean {
  let isFound = false;
  visit(document, {
    [Kind.STRING]() {
      isFound = true;
    },
  });
  return isFound;
}
