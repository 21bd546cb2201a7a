import { dictionary } from "@zxcvbn-ts/language-common";
import { limits } from "../../entities/limits.js";

const COUNT = 3_000;

/** The list is sorted by how common they are. Too short ones are left out first, because they are refused anyway. */
const common: ReadonlySet<string> = new Set(
  (dictionary["passwords-common"] as readonly string[])
    .filter(({ length }) => length >= limits.passwordCharacters)
    .slice(0, COUNT),
);

/**
 * Whether the password, in any case, is one of the 3,000 most common that are long enough, the same character again and again, or only
 * blanks.
 */
export function isEasilyGuessed(password: string): boolean {
  const letters = [...password.toLowerCase()];
  return common.has(letters.join("")) || new Set(letters).size === 1 || !/[^\p{Z}\p{C}]/u.test(password);
}
