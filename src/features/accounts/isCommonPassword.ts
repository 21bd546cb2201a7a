import { dictionary } from "@zxcvbn-ts/language-common";

const MIN_CHARACTERS = 8;
const COUNT = 3_000;

/** The list is sorted by how common they are. Shorter ones are refused anyway, so they take up no place among the first. */
const common: ReadonlySet<string> = new Set(
  (dictionary["passwords-common"] as readonly string[]).filter(({ length }) => length >= MIN_CHARACTERS).slice(0, COUNT),
);

/** Whether the password, in any case, is one of the 3,000 most common that are long enough. */
export const isCommonPassword = (password: string): boolean => common.has(password.toLowerCase());
