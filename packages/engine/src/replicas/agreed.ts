import type { Statement } from "../compiler/Compiler.js";
import type { Row } from "../gate/WaitingRead.js";

/** The columns of a statement's row after its answers: the viewer, whether they see all, whether the use of the session is to be noted, the version. */
const ID = 0;
const SEES_ALL = 1;
const USE_IS_DUE = 2;
const VERSION = 3;
const MS = 4;

/**
 * The row of a replica, as the primary's check lets it out: undefined unless both agree on the account, its role and its version. The session
 * is as stale as the primary says, and what both took counts.
 */
export function agreed(row: Row, check: Row, { maxBytes }: Statement): Row | undefined {
  const state = row.length - (maxBytes === undefined ? 0 : 1) - check.length;
  const isSame = (column: number) => row[state + column] === check[column];
  if (typeof check[ID] !== "string" || !isSame(ID) || !isSame(SEES_ALL) || !isSame(VERSION)) return undefined;
  const answer = [...row];
  answer[state + USE_IS_DUE] = check[USE_IS_DUE];
  answer[state + MS] = Number(row[state + MS]) + Number(check[MS]);
  return answer;
}
