import { isCalendarDate } from "./isCalendarDate.js";

const UTC = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$/;
const ANY = /^(\d{4}-\d\d-\d\d)t([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d{1,6})(\d*))?(z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i;
/** When a leap second has passed: the first instant of a half of a year. */
const AFTER_LEAP = /^\d{4}-0[17]-01T00:00:00/;

/**
 * An instant as RFC 3339 writes it, in UTC: with T, Z and at most seven digits of a second. PostgreSQL keeps six; a seventh, always 1,
 * says that the instant lies between two of its microseconds. Undefined for a text that is none, or lies outside of the years 1 to 9999
 * in UTC. A leap second, which neither PostgreSQL nor Unix counts, is the second after it.
 */
export function readInstant(text: string): string | undefined {
  const plain = UTC.exec(text)?.[1];
  if (plain !== undefined) return isCalendarDate(plain) ? text : undefined;
  const [, day = "", hour, minute, second, digits, more = "", zone = ""] = ANY.exec(text) ?? [];
  if (!isCalendarDate(day)) return undefined;
  const isLeap = second === "60";
  const start = Date.parse(`${day}T${hour}:${minute}:${isLeap ? "59" : second}${zone.toUpperCase()}`);
  const utc = new Date(isLeap ? start + 1_000 : start).toISOString();
  if (!/^(?!0000)\d{4}-/.test(utc) || (isLeap && !AFTER_LEAP.test(utc))) return undefined;
  const isBetween = /[1-9]/.test(more);
  const fraction = digits === undefined ? "" : `.${isBetween ? `${digits}1` : digits}`;
  return `${utc.slice(0, 19)}${fraction}Z`;
}
