import { createInterface } from "node:readline/promises";
import { OperationError } from "../database/operations/OperationError.js";

/** Asks the person at the terminal. @throws OperationError when there is none. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new OperationError("There is no terminal to ask at. Add --yes to go on without a question.");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
