import type { Statement } from "../compiler/Compiler.js";
import { type FieldRead, needOf } from "../compiler/Read.js";
import { adminsOnly, answerTooLong, searchOfMany } from "../errors.js";
import type { Outcome } from "./assemble.js";

/** What a row tells of the token's viewer. */
export interface RowViewer {
  readonly id: string;
  readonly seesAll: boolean;
  /** Whether the use of the session is to be noted. */
  readonly isUseDue: boolean;
}

/** A statement's row, read. */
export interface ReadRow {
  /** Nobody without a token, or where it is not good. */
  readonly viewer: RowViewer | undefined;
  /** How long PostgreSQL worked on it, in milliseconds. */
  readonly ms: number;
  /** What became of each read. @throws ClientError QUERY_TOO_COMPLEX when the answer is too long. */
  readonly outcomes: () => readonly Outcome[];
}

/** Reads the row that answers a statement: `printSql` says what its columns are. */
export function readRowOf(
  row: readonly unknown[],
  reads: readonly FieldRead[],
  { maxBytes, shape }: Pick<Statement, "maxBytes" | "shape">,
  hasToken: boolean,
): ReadRow {
  const at = reads.length;
  const id = hasToken ? row[at] : undefined;
  const viewer = typeof id === "string" ? { id, seesAll: row[at + 1] === true, isUseDue: row[at + 2] === true } : undefined;
  return {
    viewer,
    ms: Number(row[row.length - (maxBytes === undefined ? 1 : 2)]),
    outcomes: () => {
      if (maxBytes !== undefined && row.at(-1) === true) throw answerTooLong(maxBytes);
      return reads.map(({ read }, index) => {
        if (needOf(read) === "seesAll" && !viewer?.seesAll) return { error: adminsOnly() };
        const ofMany = viewer?.seesAll ? shape.searchesOfMany?.filter(({ root }) => root === index) : undefined;
        if (ofMany && ofMany.length > 0) return { error: searchOfMany(ofMany.map(({ path }) => path)) };
        return { json: String(row[index] ?? "null") };
      });
    },
  };
}
