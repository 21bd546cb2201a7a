import { domainToASCII } from "node:url";
import { isEmail } from "class-validator";
import { Extensions } from "type-graphql";
import { textRule } from "#engine/features";
import { FieldCode } from "../../codes.js";
import { limits } from "../../entities/limits.js";
import { normalizeEmail } from "../../entities/normalizeEmail.js";

/**
 * Invisible characters, which make two addresses look like one: controls, formats such as the zero-width ones, halves of surrogate pairs,
 * blanks within the address, and letters that are drawn as nothing.
 */
const INVISIBLE = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** An address that mail can be sent to (RFC 5321, with international letters as RFC 6531 has them). */
export function EmailAddress(): PropertyDecorator {
  return (prototype, property) => {
    Extensions({ maxLength: limits.email })(prototype, property);
    textRule(FieldCode.INVALID_EMAIL, "Send an email address, for example anna@example.org.", isAddress)(prototype, property);
  };
}

function isAddress(text: string): boolean {
  if (text.length > limits.email || INVISIBLE.test(text.trim())) return false;
  const email = normalizeEmail(text);
  const domain = email.slice(email.lastIndexOf("@") + 1);
  // isEmail throws for half of a surrogate pair, so it comes last.
  return email.length <= limits.email && domainToASCII(domain) === domain && isEmail(email);
}
