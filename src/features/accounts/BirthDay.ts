import { FieldCode, textRule } from "#engine/features";

const FIRST = "1900-01-01";
/** Where a day begins first: UTC+14. */
const EARLIEST_ZONE_MS = 14 * 60 * 60 * 1000;

/** A day since 1900 that has begun somewhere on Earth. Null passes. */
export const BirthDay = (): PropertyDecorator =>
  textRule(
    FieldCode.OUT_OF_RANGE,
    "Send a day from 1900-01-01 to today.",
    (day) => day >= FIRST && day <= new Date(Date.now() + EARLIEST_ZONE_MS).toISOString().slice(0, 10),
  );
