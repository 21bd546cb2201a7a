import { badInput, type ClientError, conflict, FieldCode } from "../errors.js";
import { databaseErrorOf } from "./databaseErrorOf.js";
import { sqlStates } from "./sqlStates.js";

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
  const { code: sqlState, constraint = "", column } = databaseErrorOf(error);
  const path = ["input", ...((FIELDS[constraint] ?? column) ? [FIELDS[constraint] ?? camelCase(column ?? "")] : [])];
  const refuse = (code: FieldCode, message: string) => badInput([{ path, code, message }]);
  switch (sqlState) {
    case sqlStates.uniqueViolation:
      return conflict(
        constraint === "ix_users_email"
          ? "There is an account with this email already. Sign in, or use another address."
          : "Another request has just made the same. Read it, or try again.",
      );
    case sqlStates.foreignKeyViolation:
      return refuse(FieldCode.INVALID_ID, "What this id names has just been deleted. Choose another.");
    case sqlStates.checkViolation:
      return refuse(FieldCode.INVALID_VALUE, "The value is outside of what can be stored. Send another.");
    case sqlStates.notNullViolation:
      return refuse(FieldCode.NOT_NULL, "Send a value.");
    case sqlStates.stringDataRightTruncation:
      return refuse(FieldCode.TOO_LONG, "A text is longer than can be stored. Send a shorter one.");
    default:
      return undefined;
  }
}

const camelCase = (column: string) => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
