/** The codes that clients find in extensions.code of an error; an API may have more of its own. */
export enum ErrorCode {
  UNAUTHENTICATED = "UNAUTHENTICATED",
  FORBIDDEN = "FORBIDDEN",
  NOT_FOUND = "NOT_FOUND",
  CONFLICT = "CONFLICT",
  BAD_USER_INPUT = "BAD_USER_INPUT",
  RATE_LIMITED = "RATE_LIMITED",
  UNAVAILABLE = "UNAVAILABLE",
  QUERY_TOO_COMPLEX = "QUERY_TOO_COMPLEX",
  OPERATION_NOT_TRUSTED = "OPERATION_NOT_TRUSTED",
  ORIGIN_NOT_ALLOWED = "ORIGIN_NOT_ALLOWED",
  INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR",
}

/** What is wrong with one field: the codes that clients find in extensions.fields; an API may have more of its own. */
export enum FieldCode {
  INVALID_VALUE = "INVALID_VALUE",
  INVALID_ID = "INVALID_ID",
  INVALID_DATE = "INVALID_DATE",
  INVALID_DATE_TIME = "INVALID_DATE_TIME",
  INVALID_URL = "INVALID_URL",
  INVALID_TEXT = "INVALID_TEXT",
  INVALID_CURSOR = "INVALID_CURSOR",
  PAGE_SIZE_OUT_OF_RANGE = "PAGE_SIZE_OUT_OF_RANGE",
  FIRST_WITH_LAST = "FIRST_WITH_LAST",
  HOST_NOT_ALLOWED = "HOST_NOT_ALLOWED",
  NOT_NULL = "NOT_NULL",
  TOO_SHORT = "TOO_SHORT",
  TOO_LONG = "TOO_LONG",
  TOO_MANY = "TOO_MANY",
  DUPLICATE = "DUPLICATE",
  NOT_FOUND = "NOT_FOUND",
  OUT_OF_RANGE = "OUT_OF_RANGE",
}

/** Why a token is needed: what clients find in extensions.reason of UNAUTHENTICATED. */
export enum TokenReason {
  TOKEN_ENDED = "TOKEN_ENDED",
  TOKEN_MISSING = "TOKEN_MISSING",
}

/** Why the service cannot do it just now, and the message for a client: the reason is extensions.reason of UNAVAILABLE. */
export const UNAVAILABLE = {
  full: { retryAfterSeconds: 2, message: "Too many requests are being worked on. Try again in a few seconds." },
  waited: { retryAfterSeconds: 2, message: "The request did not get its turn in time. Try again in a few seconds." },
  locked: { retryAfterSeconds: 5, message: "Others keep what this needs for too long. Try again in a few seconds." },
  slow: {
    retryAfterSeconds: 5,
    message:
      "This took too long and was given up; a change may have been made all the same. Ask for less at once, or try again in a few seconds.",
  },
  down: { retryAfterSeconds: 5, message: "The database cannot be reached at the moment. Try again in a few seconds." },
  diskFull: { retryAfterSeconds: 5, message: "The database has no room left. Try again later; the operator has to make room." },
  damaged: {
    retryAfterSeconds: 5,
    message: "The database has trouble with its own data. Try again later; if it happens again, tell us when.",
  },
  noRight: {
    retryAfterSeconds: 5,
    message: "The service lacks a right at its database. Try again later; the operator has to grant it.",
  },
  stopping: { retryAfterSeconds: 5, message: "The service is being restarted. Try again in a few seconds." },
  unknown: {
    retryAfterSeconds: 5,
    message:
      "The connection to the database broke while the change was being made final: it may have been made. Read it before you try again.",
  },
} as const;
export type UnavailableReason = keyof typeof UNAVAILABLE;

/** One wrong argument, variable or input field, as clients find it in extensions.fields. It never holds the value. */
export interface FieldProblem {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** The most that an operation takes, or may take. */
interface Amounts {
  readonly rows: number;
  readonly bytes: number;
}

/** Why an operation was refused for what it costs. */
export interface TooCostly {
  readonly cost: Amounts;
  readonly limit: Amounts;
  /** The response keys that lead to the most expensive part. */
  readonly field: readonly string[];
  /** The response keys that lead to the list whose page is to be smaller, and the largest page that would pass; absent where none would. */
  readonly page?: { readonly field: readonly string[]; readonly size: number };
}

/** A failure that a client may see. All other errors reach clients as INTERNAL_SERVER_ERROR. */
export class ClientError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details: {
      readonly fields?: readonly FieldProblem[];
      readonly reason?: TokenReason | UnavailableReason;
      readonly retryAfterSeconds?: number;
      /** The row's current updatedAt, when a change was refused because the row has changed since the client read it. */
      readonly updatedAt?: string;
      /** Whether PostgreSQL has ended the statement for a reason of its own, so that another statement may succeed. */
      readonly isOfStatement?: true;
      /** Whether the client had gone, or its time was over. */
      readonly isHungUp?: true;
      /** Of an operation that was refused for what it costs. */
      readonly tooCostly?: TooCostly;
    } = {},
  ) {
    super(message);
  }
}

export const tokenRefused = () =>
  new ClientError(ErrorCode.UNAUTHENTICATED, "The token is unknown, ended or expired. Sign in again and send the new one.", {
    reason: TokenReason.TOKEN_ENDED,
  });

export const tokenMissing = () =>
  new ClientError(ErrorCode.UNAUTHENTICATED, "This needs a signed-in user. Send the header Authorization: Bearer <token>.", {
    reason: TokenReason.TOKEN_MISSING,
  });

export const adminsOnly = () => new ClientError(ErrorCode.FORBIDDEN, "This is for admins only. Sign in as an admin.");

/** How many wrong values one answer lists. */
const MAX_PROBLEMS = 20;

export const badInput = (problems: readonly FieldProblem[]) => {
  const fields = problems.slice(0, MAX_PROBLEMS);
  const listed = problems.length > MAX_PROBLEMS ? `the first ${MAX_PROBLEMS} of them` : "them";
  return new ClientError(
    ErrorCode.BAD_USER_INPUT,
    problems.length === 1 && fields[0]
      ? fields[0].message
      : `${problems.length} values cannot be used; extensions.fields lists ${listed}.`,
    { fields },
  );
};

/** @param paths the ways to what was searched for in the rows of several owners, by a viewer who sees all. */
export const searchOfMany = (paths: readonly FieldProblem["path"][]) =>
  badInput(
    paths.map((path) => ({
      path,
      code: FieldCode.INVALID_VALUE,
      message:
        "Who sees all searches the texts of one account. Ask for the list under the account, or name the account in the filter.",
    })),
  );

/** @param details what differs from the usual for the reason. */
export const unavailable = (
  reason: UnavailableReason,
  {
    message = UNAVAILABLE[reason].message,
    retryAfterSeconds = oneOf(secondsToWait(reason)),
    ...details
  }: {
    readonly message?: string;
    readonly retryAfterSeconds?: number;
    readonly isOfStatement?: true;
    readonly isHungUp?: true;
  } = {},
) => new ClientError(ErrorCode.UNAVAILABLE, message, { reason, retryAfterSeconds, ...details });

/**
 * The seconds that a refusal for this reason may tell, from `retryAfterSeconds` to twice as many. Each client is told one of them, so
 * that those who were refused at the same moment do not come back at the same moment.
 */
export function secondsToWait(reason: UnavailableReason): readonly number[] {
  const least = UNAVAILABLE[reason].retryAfterSeconds;
  return Array.from({ length: least + 1 }, (_, more) => least + more);
}

const oneOf = (seconds: readonly number[]): number => seconds[Math.floor(seconds.length * Math.random())] as number;

export const conflict = (message: string) => new ClientError(ErrorCode.CONFLICT, message);

/** Someone else's row too: a client must not learn that it exists. */
export const notFound = (what: string) =>
  new ClientError(
    ErrorCode.NOT_FOUND,
    `There is no such ${what} among those that you may use. Check the id, and who is signed in.`,
  );

/** @param indexes in the list of ids that was sent. */
export const notFoundAt = (what: string, indexes: readonly number[]) => {
  const { code, message } = notFound(what);
  return new ClientError(code, message, {
    fields: indexes.map((index) => ({ path: ["ids", index], code: FieldCode.NOT_FOUND, message })),
  });
};

export const changedMeanwhile = (updatedAt: string) =>
  new ClientError(
    ErrorCode.CONFLICT,
    "It has been changed since you read it. Read it again, and send your change with the updatedAt that it has now.",
    { updatedAt },
  );

export const idIsTaken = () => conflict("The id is taken, with other content. Leave it out, or make another UUID.");

export const goneMeanwhile = () =>
  new ClientError(ErrorCode.NOT_FOUND, "The change was made, but another request has deleted what it was made to since.");

export const answerTooLong = (bytes: number) =>
  new ClientError(
    ErrorCode.QUERY_TOO_COMPLEX,
    `The answer would be longer than ${bytes} bytes. Ask for smaller pages or fewer fields, or split it.`,
  );

export const budgetSpent = (retryAfterSeconds: number) =>
  new ClientError(
    ErrorCode.RATE_LIMITED,
    `You have asked for much in a short time. Try again in ${retryAfterSeconds} seconds, or ask for less.`,
    { retryAfterSeconds },
  );

/** @param cause why what was changed could not be read. */
export const madeButUnread = (cause: ClientError) =>
  cause.code === ErrorCode.UNAVAILABLE
    ? new ClientError(
        cause.code,
        "The change was made, but the database did not say what it looks like now. Read it in a few seconds, before you make it again.",
        { ...cause.details, retryAfterSeconds: 5 },
      )
    : new ClientError(
        cause.code,
        `The change was made, but cannot be shown: do not make it again. ${cause.message}`,
        cause.details,
      );

export const tooNested = (levels: number) =>
  new ClientError(ErrorCode.QUERY_TOO_COMPLEX, `The body is nested deeper than ${levels} levels. Send flatter variables.`);

export const tooManyVariables = (count: number) =>
  new ClientError(ErrorCode.QUERY_TOO_COMPLEX, `There are more than ${count} variables. Send fewer at once.`);

export const notTrusted = () =>
  new ClientError(
    ErrorCode.OPERATION_NOT_TRUSTED,
    "Only registered operations run here. Add this one to the manifest of operations, and deploy the service with it.",
  );

export const forgeable = () =>
  new ClientError(
    ErrorCode.ORIGIN_NOT_ALLOWED,
    "A foreign page could have sent this request with the user's cookie. Send the header apollo-require-preflight: 1 with it.",
  );
