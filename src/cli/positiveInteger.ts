import { InvalidArgumentError } from "commander";

/** An option's number, from 1 to 9999. @throws InvalidArgumentError for any other text. */
export function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError("It has to be a whole number from 1.");
  return Number(text);
}
