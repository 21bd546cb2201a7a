import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import { type Expression, sql } from "./plan.js";

export const isTimestamp = (column: ColumnMetadata): boolean => column.type === "timestamptz";

/** The column's value as the JSON of an answer has it. PostgreSQL's own JSON of a timestamp has no Z. */
export function jsonOf(column: ColumnMetadata, value: Expression): Expression {
  return isTimestamp(column) ? sql`to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : value;
}

/** A timestamp with all the precision that PostgreSQL keeps, for comparing later. */
export function microseconds(timestamp: Expression): Expression {
  return sql`to_char(${timestamp} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}
