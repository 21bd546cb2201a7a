/** The codes that clients find in extensions.code of an error. */
export enum ErrorCode {
  UNAUTHENTICATED = "UNAUTHENTICATED",
  FORBIDDEN = "FORBIDDEN",
  NOT_FOUND = "NOT_FOUND",
  CONFLICT = "CONFLICT",
  BAD_USER_INPUT = "BAD_USER_INPUT",
  RATE_LIMITED = "RATE_LIMITED",
  UNAVAILABLE = "UNAVAILABLE",
  QUERY_TOO_COMPLEX = "QUERY_TOO_COMPLEX",
  INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR",
}

/** One wrong argument or input field, as clients find it in extensions.fields. It never holds the value. */
export interface FieldProblem {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** A failure that a client may be told about. Whatever else is thrown reaches clients as INTERNAL_SERVER_ERROR. */
export class ClientError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: { readonly fields?: readonly FieldProblem[]; readonly retryAfterSeconds?: number } = {},
  ) {
    super(message);
  }
}

export const signInFailed = () =>
  new ClientError(ErrorCode.UNAUTHENTICATED, "The email or the password is wrong. Check both and sign in again.");

export const tokenRefused = () =>
  new ClientError(ErrorCode.UNAUTHENTICATED, "The token is unknown, ended or expired. Sign in again and send the new one.");

export const tokenMissing = () =>
  new ClientError(ErrorCode.UNAUTHENTICATED, "This needs a signed-in user. Send the header Authorization: Bearer <token>.");

export const adminsOnly = () => new ClientError(ErrorCode.FORBIDDEN, "This is for admins only. Sign in as an admin.");

export const badInput = (fields: readonly FieldProblem[]) =>
  new ClientError(
    ErrorCode.BAD_USER_INPUT,
    fields.length === 1 && fields[0]
      ? fields[0].message
      : `${fields.length} values cannot be used; extensions.fields lists them.`,
    { fields },
  );

export const unavailable = () =>
  new ClientError(ErrorCode.UNAVAILABLE, "The database cannot be reached at the moment. Try again in a few seconds.", {
    retryAfterSeconds: 5,
  });
