import { FieldCode } from "../../errors.js";
import { rule } from "../../inputs/rule.js";
import { isCommonPassword } from "./isCommonPassword.js";
import { normalizeEmail } from "./normalizeEmail.js";

const MIN_CHARACTERS = 8;
/** bcrypt reads no more. */
const MAX_BYTES = 72;

const isText = (value: unknown): value is string => typeof value === "string";

/** A password that may be chosen; not the email that stands beside it. */
export function NewPassword(): PropertyDecorator {
  const rules = [
    rule(
      FieldCode.TOO_SHORT,
      `Choose a password of at least ${MIN_CHARACTERS} characters.`,
      (value) => isText(value) && [...value].length >= MIN_CHARACTERS,
    ),
    rule(
      FieldCode.TOO_LONG,
      `Choose a password of at most ${MAX_BYTES} bytes in UTF-8.`,
      (value) => isText(value) && Buffer.byteLength(value) <= MAX_BYTES,
    ),
    rule(
      FieldCode.COMMON_PASSWORD,
      "This is one of the passwords that are guessed first. Choose another.",
      (value) => isText(value) && !isCommonPassword(value),
    ),
    rule(FieldCode.PASSWORD_IS_EMAIL, PASSWORD_IS_EMAIL, (value, { email }: { email?: unknown }) => {
      return !isText(value) || !isText(email) || !isSame(value, email);
    }),
  ];
  return (prototype, property) => {
    for (const decorate of rules) decorate(prototype, property);
  };
}

export const PASSWORD_IS_EMAIL = "Choose a password that is not the email address.";

/** Whether the password is the email, in any spelling of it. */
export const isSame = (password: string, email: string): boolean => normalizeEmail(password) === normalizeEmail(email);
