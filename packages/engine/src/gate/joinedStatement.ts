import type { JoinedText, Statement } from "../compiler/Compiler.js";

/** A statement as it is sent. */
export type SentStatement = Pick<Statement, "name" | "text" | "values">;

/** The one statement that answers all of these, which are of one shape. */
export function joinedStatement(
  { name, text }: JoinedText,
  reads: readonly { readonly statement: Statement }[],
): SentStatement {
  const [first] = reads;
  const values = first?.statement.values.map((_value, index) => reads.map(({ statement }) => statement.values[index]));
  return { ...(first?.statement.name !== undefined && { name }), text, values: values ?? [] };
}

/**
 * The row of each, in their order: as in a statement of its own, and undefined where the answer is too long, or lacks what is common to
 * all because the first one's is. The milliseconds of a row count from the row before it.
 */
export function rowsOfEach(
  { maxBytes, common }: JoinedText,
  count: number,
  rows: readonly (readonly unknown[])[],
): (readonly unknown[] | undefined)[] {
  const found: (unknown[] | undefined)[] = Array.from({ length: count });
  let before = 0;
  for (const each of rows) {
    const row = each.slice(1);
    const at = row.length - (maxBytes === undefined ? 1 : 2);
    const until = Number(row[at]);
    row[at] = Math.max(0, until - before);
    before = until;
    const isTooLong = maxBytes !== undefined && row.at(-1) === true;
    if (!isTooLong) found[Number(each[0]) - 1] = row;
  }
  if (common.length === 0) return found;
  const [first] = found;
  for (const row of found) if (first && row) for (const index of common) row[index] = first[index];
  return first ? found : found.fill(undefined);
}

/** Statements of one shape with the same key have the same answer: a token is one of the values. */
export const keyOf = ({ values }: Statement): string =>
  values.map((value) => (Buffer.isBuffer(value) ? value.toString("latin1") : JSON.stringify(value))).join();
