import { isEmail } from "class-validator";
import { FieldCode } from "../../errors.js";
import { rule } from "../../inputs/rule.js";
import { normalizeEmail } from "./normalizeEmail.js";

/** An address that mail can be sent to (RFC 5321, with international letters as RFC 6531 has them). */
export const EmailAddress = (): PropertyDecorator =>
  rule(
    FieldCode.INVALID_EMAIL,
    "Send an email address, for example anna@example.org.",
    (value) => typeof value === "string" && isEmail(normalizeEmail(value)),
  );
