import { FieldCode } from "../errors.js";
import { isCalendarDate } from "./isCalendarDate.js";
import { stringScalar } from "./stringScalar.js";

export const CalendarDate = stringScalar({
  name: "Date",
  description: "A calendar date, as 2017-04-30. It has no time zone and never shifts by one.",
  maxLength: 10,
  code: FieldCode.INVALID_DATE,
  expected: "Send a calendar date that exists, for example 2017-04-30.",
  read: (text) => (isCalendarDate(text) ? text : undefined),
});
