import { Extensions } from "type-graphql";
import { textRule } from "#engine/features";
import { FieldCode } from "../../codes.js";
import { limits } from "../../entities/limits.js";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import { isEasilyGuessed } from "./isEasilyGuessed.js";
import { storedForm } from "./storedForm.js";

export const PASSWORD_IS_EMAIL = "Choose a password that is not the email address.";

/** The rules for passwords, for the descriptions of fields with a new one. */
export const NEW_PASSWORD =
  `From ${limits.passwordCharacters} characters to ${limits.passwordBytes} bytes; ` +
  "not a common one, not one character again and again, and not the email.";

/** The rules for a new password. One of them: it is not the email in the same input. */
export function NewPassword(): PropertyDecorator {
  const decorators = [
    // A letter of two bytes may be sent as three characters.
    Extensions({ maxLength: (limits.passwordBytes * 3) / 2 }),
    textRule(
      FieldCode.TOO_SHORT,
      `Choose a password of at least ${limits.passwordCharacters} characters.`,
      (text) => [...storedForm(text)].length >= limits.passwordCharacters,
    ),
    textRule(
      FieldCode.TOO_LONG,
      `Choose a password of at most ${limits.passwordBytes} bytes in UTF-8.`,
      (text) => Buffer.byteLength(storedForm(text)) <= limits.passwordBytes,
    ),
    textRule(
      FieldCode.COMMON_PASSWORD,
      "This is one of the passwords that are guessed first. Choose another.",
      (text) => !isEasilyGuessed(storedForm(text)),
    ),
    textRule(
      FieldCode.PASSWORD_IS_EMAIL,
      PASSWORD_IS_EMAIL,
      (text, { email }: { email?: unknown }) => typeof email !== "string" || !isSame(text, email),
    ),
  ];
  return (prototype, property) => {
    for (const decorate of decorators) decorate(prototype, property);
  };
}

/** Whether the password is the email, in any spelling of it. */
export const isSame = (password: string, email: string): boolean => normalizeEmail(password) === normalizeEmail(email);
