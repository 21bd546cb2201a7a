import { badInput, type ClientError, conflict, FieldCode } from "../errors.js";
import { databaseErrorOf } from "./databaseErrorOf.js";
import { sqlStates } from "./sqlStates.js";

/** What constraints are about, by their names: the field of the input that each refuses, or the error that it stands for. */
export type Constraints = Readonly<Record<string, string | (() => ClientError)>>;

/**
 * The error for a client when two writes race and PostgreSQL rejects one that had passed our own checks. PostgreSQL's message
 * is left out, because it quotes rows. Undefined for other errors.
 */
export function refusedWrite(error: unknown, constraints: Constraints): ClientError | undefined {
  const { code: sqlState, constraint = "", column } = databaseErrorOf(error);
  const meaning = constraints[constraint] ?? (column === undefined ? undefined : camelCase(column));
  if (typeof meaning === "function") return meaning();
  const path = meaning === undefined ? ["input"] : ["input", meaning];
  const refuse = (code: FieldCode, message: string) => badInput([{ path, code, message }]);
  switch (sqlState) {
    case sqlStates.uniqueViolation:
      return conflict("Another request has just made the same. Read it, or try again.");
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
