import type { Operation } from "../compiler/Operation.js";
import type { SelectedField } from "../compiler/selectFields.js";
import type { RequestContext } from "../request/RequestContext.js";
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
  /** Called with the milliseconds that PostgreSQL worked on each statement. */
  readonly noteWork?: (ms: number) => void;
}

/** The error, and the root field that failed; without a field the whole operation failed. */
export interface Failure {
  readonly error: unknown;
  readonly field?: SelectedField;
}

export interface Answer {
  /** In the order of the fields. */
  readonly failures: readonly Failure[];
  /** Absent when the operation was refused as a whole. */
  readonly data?: JsonText | null;
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Whether any root field has its answer. Where none has, the HTTP status says why. */
  readonly isAnswered?: boolean;
  /** Whether everyone who asks the same gets the same, so that caches may share it. */
  readonly isPublic?: boolean;
}
