import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import { type Expression, sql } from "./plan.js";

export const isText = ({ type }: ColumnMetadata): boolean => type === "varchar" || type === "text" || type === String;
export const isTimestamp = (column: ColumnMetadata): boolean => column.type === "timestamptz";

/**
 * The column's value as the JSON of an answer has it. PostgreSQL's own JSON of a timestamp has no Z. It keeps all microseconds: with
 * fewer digits a row would look newer than the client's copy.
 */
export function jsonOf(column: ColumnMetadata, value: Expression): Expression {
  return isTimestamp(column) ? sql`to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` : value;
}

/** What rows are sorted and compared by: texts by code points, whatever the database's own collation is. */
export function sortKey(column: ColumnMetadata, value: Expression): Expression {
  return isText(column) ? sql`${value} COLLATE "C"` : value;
}

/**
 * A text without its case, in Unicode NFC: the same on every database, also where its own LC_CTYPE folds ASCII alone. Indexes on the same
 * expression serve it.
 */
export function folded(text: Expression): Expression {
  return sql`normalize(lower(${text} COLLATE "und-x-icu"), NFC) COLLATE "C"`;
}
