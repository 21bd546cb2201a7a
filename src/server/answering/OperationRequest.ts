import type { GraphQLFormattedError } from "graphql";
import type { Operation } from "../../compiler/Operation.js";
import type { RequestContext } from "../../RequestContext.js";
import type { Explanation } from "./Explanation.js";
import type { JsonText } from "./JsonText.js";

/** A valid operation with what one request sends along. */
export interface OperationRequest {
  readonly operation: Operation;
  /** As they were sent. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  /** Where it is asked for how the operation is carried out. */
  readonly explanation?: Explanation;
}

export interface Answer {
  readonly errors?: readonly GraphQLFormattedError[];
  /** Absent when the operation was refused as a whole. */
  readonly data?: JsonText | null;
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** The error to choose an HTTP status by, where there is no data. */
  readonly failure?: unknown;
}
