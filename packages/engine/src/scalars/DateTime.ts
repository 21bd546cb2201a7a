import { FieldCode } from "../errors.js";
import { readInstant } from "./readInstant.js";
import { stringScalar } from "./stringScalar.js";

export const DateTime = stringScalar({
  name: "DateTime",
  description:
    "An instant in UTC, RFC 3339, as 2026-11-22T09:30:00.123456Z. With an offset it is taken, too, and brought to UTC.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  maxLength: 28,
  code: FieldCode.INVALID_DATE_TIME,
  expected: "Send an instant as RFC 3339 writes it, with Z or an offset, for example 2026-11-22T09:30:00.123Z.",
  read: readInstant,
  // As PostgreSQL writes them: all instants of an answer have one form.
  write: (value) => (value instanceof Date ? value.toISOString().replace("Z", "000Z") : value),
});
