import { FieldCode } from "../../errors.js";
import { isCalendarDate } from "./isCalendarDate.js";
import { stringScalar } from "./stringScalar.js";

const INSTANT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$/;

export const DateTime = stringScalar({
  name: "DateTime",
  description: "An instant in UTC, RFC 3339, as 2026-11-22T09:30:00.123456Z (always Z, never an offset).",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  maxLength: 27,
  code: FieldCode.INVALID_DATE_TIME,
  expected: "Send an instant in UTC as RFC 3339 writes it, for example 2026-11-22T09:30:00.123Z.",
  read: (text) => (isCalendarDate(INSTANT.exec(text)?.[1] ?? "") ? text : undefined),
  // As PostgreSQL writes them: all instants of an answer have one form.
  write: (value) => (value instanceof Date ? value.toISOString().replace("Z", "000Z") : value),
});
