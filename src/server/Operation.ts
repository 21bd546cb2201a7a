import type { DocumentNode, GraphQLFormattedError, OperationDefinitionNode } from "graphql";
import type { JsonText } from "./JsonText.js";
import type { RequestContext } from "./RequestContext.js";

/** A validated request. */
export interface Operation {
  readonly document: DocumentNode;
  /** The SHA-256 of the document's text. */
  readonly documentHash: string;
  readonly definition: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
}

export interface Answer {
  readonly errors?: readonly GraphQLFormattedError[];
  /** Absent when the operation was refused as a whole. */
  readonly data?: JsonText | null;
  /** The error to choose an HTTP status by, where there is no data. */
  readonly failure?: unknown;
}
