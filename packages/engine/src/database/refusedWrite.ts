import { badInput, type ClientError, conflict } from "../errors.js";
import { databaseErrorOf } from "./databaseErrorOf.js";
import { meaningOf } from "./meaningOf.js";
import { sqlStates } from "./sqlStates.js";

/** The meaning of constraints, by their names: the field of the input that each refuses, or its error. */
export type Constraints = Readonly<Record<string, string | (() => ClientError)>>;

/**
 * The error for a client when two writes race and PostgreSQL rejects one that had passed our own checks. PostgreSQL's message
 * is left out, because it quotes rows. Undefined for other errors.
 */
export function refusedWrite(error: unknown, constraints: Constraints): ClientError | undefined {
  const { code: sqlState = "", constraint = "", column } = databaseErrorOf(error);
  const meaning = constraints[constraint] ?? (column === undefined ? undefined : camelCase(column));
  if (typeof meaning === "function") return meaning();
  const path = meaning === undefined ? ["input"] : ["input", meaning];
  if (sqlState === sqlStates.uniqueViolation) return conflict("Another request has just made the same. Read it, or try again.");
  const { problem } = meaningOf(sqlState);
  return problem && badInput([{ path, ...problem }]);
}

const camelCase = (column: string) => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
