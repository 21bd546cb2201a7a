/** Every code that `extensions.code` of an error can hold. docs/errors.md of the API says what to do about each. */
export const errorCodes = [
  "UNAUTHENTICATED",
  "WRONG_CREDENTIALS",
  "FORBIDDEN",
  "CONSENT_REQUIRED",
  "NOT_FOUND",
  "CONFLICT",
  "BAD_USER_INPUT",
  "LIMIT_REACHED",
  "NOT_OFFERED",
  "RATE_LIMITED",
  "UNAVAILABLE",
  "QUERY_TOO_COMPLEX",
  "OPERATION_NOT_TRUSTED",
  "ORIGIN_NOT_ALLOWED",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_FOUND",
  "PERSISTED_QUERY_NOT_SUPPORTED",
  "INTERNAL_SERVER_ERROR",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_REQUEST",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Every code that an entry of `extensions.fields` can hold. */
export const fieldCodes = [
  "INVALID_VALUE",
  "INVALID_ID",
  "INVALID_DATE",
  "INVALID_DATE_TIME",
  "INVALID_URL",
  "INVALID_EMAIL",
  "INVALID_TEXT",
  "INVALID_CURSOR",
  "PAGE_SIZE_OUT_OF_RANGE",
  "FIRST_WITH_LAST",
  "HOST_NOT_ALLOWED",
  "NOT_NULL",
  "TOO_SHORT",
  "TOO_LONG",
  "TOO_MANY",
  "DUPLICATE",
  "NOT_FOUND",
  "OUT_OF_RANGE",
  "COMMON_PASSWORD",
  "PASSWORD_IS_EMAIL",
  "WRONG_EMAIL",
  "LINK_ENDED",
  "NOT_UPLOADED",
  "NO_PICTURE",
  "WRONG_PASSWORD",
] as const;
export type FieldCode = (typeof fieldCodes)[number];

/** Why a token is asked for, in `extensions.reason` of UNAUTHENTICATED. */
export type TokenReason = "TOKEN_ENDED" | "TOKEN_MISSING";

/** Why the service cannot do it just now, in `extensions.reason` of UNAVAILABLE. */
export type UnavailableReason =
  | "full"
  | "waited"
  | "locked"
  | "slow"
  | "down"
  | "diskFull"
  | "damaged"
  | "noRight"
  | "stopping"
  | "unknown";

/** One wrong argument, variable or input field. It never holds the value. */
export interface FieldProblem {
  readonly path: readonly (string | number)[];
  readonly code: FieldCode;
  readonly message: string;
}

/** An error of an answer. */
export interface NovaDrawError {
  readonly message: string;
  /** The field that failed. Absent where the operation was refused as a whole. */
  readonly path?: readonly (string | number)[];
  readonly extensions: {
    readonly code: ErrorCode;
    readonly reason?: TokenReason | UnavailableReason;
    readonly fields?: readonly FieldProblem[];
    readonly retryAfterSeconds?: number;
    /** The row's updatedAt, beside a CONFLICT that `ifUpdatedAt` made. */
    readonly updatedAt?: string;
  };
}

/** Whether something is an error of an answer of the API. */
export function isNovaDrawError(value: unknown): value is NovaDrawError {
  const code = (value as { extensions?: { code?: unknown } } | null | undefined)?.extensions?.code;
  return typeof code === "string" && (errorCodes as readonly string[]).includes(code);
}

/**
 * The API's errors in what a client threw or returned: Apollo's CombinedGraphQLErrors, urql's CombinedError, what Relay or
 * graphql-request throws, an answer, or a list of errors. It is empty where the network failed.
 */
export function errorsIn(thrown: unknown): readonly NovaDrawError[] {
  if (Array.isArray(thrown)) return thrown.filter(isNovaDrawError);
  if (typeof thrown !== "object" || thrown === null) return [];
  const { errors, graphQLErrors, source, response } = thrown as Readonly<Record<string, unknown>>;
  return errorsIn(errors ?? graphQLErrors ?? source ?? response);
}

/** The first of the API's errors with this code, or undefined. */
export const errorWith = (code: ErrorCode, thrown: unknown): NovaDrawError | undefined =>
  errorsIn(thrown).find(({ extensions }) => extensions.code === code);

/** What is wrong with an input field, by its name; undefined where nothing is. */
export const problemOf = (field: string, thrown: unknown): FieldProblem | undefined =>
  errorsIn(thrown)
    .flatMap(({ extensions }) => extensions.fields ?? [])
    .find(({ path }) => path.at(-1) === field);

/** For how many seconds to wait before the next attempt, or undefined where waiting does not help. */
export function secondsToWait(thrown: unknown): number | undefined {
  const waits = errorsIn(thrown).flatMap(({ extensions }) => extensions.retryAfterSeconds ?? []);
  return waits.length === 0 ? undefined : Math.max(...waits);
}
