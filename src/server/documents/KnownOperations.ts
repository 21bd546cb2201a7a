import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import { KnownOperation } from "./KnownOperation.js";

/** How many characters of query text are remembered. Parsed, a document takes some ten times its text. */
const MAX_CHARACTERS = 4_000_000;

/** The operations that were asked lately and found to be valid and within the limits, by their text. */
export class KnownOperations {
  private readonly operations = new LRUCache<string, KnownOperation>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_operation, key) => key.length,
  });
  private learned = 0;

  constructor(private readonly schema: GraphQLSchema) {}

  find(query: string, operationName?: string | null): KnownOperation | undefined {
    return this.operations.get(keyOf(query, operationName));
  }

  /** Remembers an operation that has just been validated. */
  learn(query: string, operationName: string | null | undefined, document: DocumentNode, definition: OperationDefinitionNode) {
    const operation = new KnownOperation(String(++this.learned), this.schema, document, definition);
    this.operations.set(keyOf(query, operationName), operation);
    return operation;
  }
}

/** A name holds no space, so the first space ends it. */
const keyOf = (query: string, operationName?: string | null): string => `${operationName ?? ""} ${query}`;
