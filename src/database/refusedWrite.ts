import { badInput, ClientError, conflict, ErrorCode, FieldCode } from "../errors.js";

interface DatabaseError {
  readonly code?: string;
  readonly constraint?: string;
  readonly column?: string;
}

/** What each constraint is about, as its name in the input. */
const FIELDS: Record<string, string> = {
  users_email_lower_case: "email",
  stories_generation_time_not_negative: "generationTimeMs",
  stories_drawing_id_fkey: "drawingId",
  drawings_tutorial_id_fkey: "tutorialId",
};

/**
 * What a client is told when PostgreSQL refuses a row that has passed our own checks, because another transaction was
 * quicker. Its text is never told: it quotes rows. Undefined for what is no refusal.
 */
export function refusedWrite(error: unknown): ClientError | undefined {
  const { constraint = "", column } = driverErrorOf(error);
  const path = ["input", ...((FIELDS[constraint] ?? column) ? [FIELDS[constraint] ?? camelCase(column ?? "")] : [])];
  const refuse = (code: FieldCode, message: string) => badInput([{ path, code, message }]);
  switch (sqlStateOf(error)) {
    case "23505":
      return conflict(
        constraint === "ix_users_email"
          ? "There is an account with this email already. Sign in, or use another address."
          : "Another request has just made the same. Read it, or try again.",
      );
    case "23503":
      return refuse(FieldCode.INVALID_ID, "What this id names has just been deleted. Choose another.");
    case "23514":
      return refuse(FieldCode.INVALID_VALUE, "The value is outside of what can be stored. Send another.");
    case "23502":
      return refuse(FieldCode.NOT_NULL, "Send a value.");
    case "22001":
      return refuse(FieldCode.TOO_LONG, "A text is longer than can be stored. Send a shorter one.");
    case "55P03":
    case "57014":
      return new ClientError(
        ErrorCode.UNAVAILABLE,
        "Others keep what this would change for too long. Try again in a few seconds.",
        {
          retryAfterSeconds: 5,
        },
      );
    default:
      return undefined;
  }
}

/** PostgreSQL's code of an error, or an empty text (appendix A of its manual). */
export const sqlStateOf = (error: unknown): string => driverErrorOf(error).code ?? "";

function driverErrorOf(error: unknown): DatabaseError {
  if (typeof error !== "object" || error === null) return {};
  return "driverError" in error ? (error.driverError as DatabaseError) : (error as DatabaseError);
}

const camelCase = (column: string) => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
