import { OperationError } from "#operations";
import { ask } from "./ask.js";

/** Asks the person at the terminal. @throws OperationError when there is none. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new OperationError("There is no terminal to ask at. Add --yes to go on without a question.");
  return /^y(es)?$/i.test(await ask(`${question} [y/N] `));
}
