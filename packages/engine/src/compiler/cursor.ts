import { createHash } from "node:crypto";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import { isTimestamp, jsonOf } from "./columns.js";
import type { Position } from "./PageRequest.js";
import { type Direction, type Expression, raw, sql, text } from "./plan.js";

/**
 * A cursor is base64url(checksum + payload): the payload names the order, the id and the order column's value, a line each; the checksum
 * is the first six bytes of its SHA-256, which detects a cut or altered cursor. A cursor holds nothing that its reader may not see and
 * grants nothing, so it needs no secret.
 */
const CHECKSUM_BYTES = 6;
const MAX_CURSOR_LENGTH = 2000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** PostgreSQL knows no year 0. */
const INSTANT = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** The name of an order, as cursors carry it: `Book title ASC`. */
export function orderName(entity: string, property: string, direction: Direction): string {
  return `${entity} ${property} ${direction}`;
}

/** The SQL of the cursor of a row, whose order column has this value; null where that is null. */
export function cursorOf(order: string, orderColumn: ColumnMetadata, value: Expression, id: Expression): Expression {
  const payload = sql`convert_to(${text(`${order}\n`)} || ${id} || ${text("\n")} || ${jsonOf(orderColumn, value)}, 'UTF8')`;
  const base64 = sql`encode(substring(sha256(${payload}) for ${raw(String(CHECKSUM_BYTES))}) || ${payload}, 'base64')`;
  // translate() would say the same, and takes five times as long.
  return sql`replace(replace(replace(replace(${base64}, '+', '-'), '/', '_'), '=', ''), ${text("\n")}, '')`;
}

/** The position that a cursor names, or undefined when it is not one of this order. */
export function readCursor(cursor: string, order: string, orderColumn: ColumnMetadata): Position | undefined {
  if (cursor.length > MAX_CURSOR_LENGTH) return undefined;
  const bytes = Buffer.from(cursor, "base64url");
  const payload = bytes.subarray(CHECKSUM_BYTES);
  const checksum = createHash("sha256").update(payload).digest().subarray(0, CHECKSUM_BYTES);
  if (bytes.toString("base64url") !== cursor || !checksum.equals(bytes.subarray(0, CHECKSUM_BYTES))) return undefined;
  const [name, id = "", ...lines] = payload.toString("utf8").split("\n");
  const key = lines.join("\n");
  if (name !== order || !UUID.test(id) || key.includes("\0")) return undefined;
  return isTimestamp(orderColumn) && !isInstant(key) ? undefined : { key, id };
}

function isInstant(key: string): boolean {
  const instant = INSTANT.test(key) ? new Date(key) : undefined;
  return instant !== undefined && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(key.slice(0, 19));
}
