import { type Command, CommanderError } from "commander";
import { ConfigError } from "../config.js";
import { explainConnection } from "../database/connect.js";
import { FolderInUseError } from "../database/FolderLock.js";
import { sqlStateOf } from "../database/refusedWrite.js";
import type { Log } from "../database/SqlLogger.js";
import { ClientError } from "../errors.js";

const UNDEFINED_TABLE = "42P01";
const NOT_DONE = 1;
const NOT_UNDERSTOOD = 2;

/** Commands speak for themselves; what the library logs of its work is left out. */
export const quietLog: Log = { info: () => undefined, warn: () => undefined };

/** Says why something was not done, and which exit code tells it. */
export function endWith(code: number, message: string): void {
  console.error(message);
  process.exitCode = code;
}

/** Runs a command line. Whatever fails becomes a sentence without host, user or password, and an exit code. */
export async function runCommand(program: Command, words: readonly string[] = process.argv): Promise<void> {
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync(words);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : NOT_UNDERSTOOD;
      return;
    }
    endWith(NOT_DONE, explain(error));
  }
}

function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof FolderInUseError || error instanceof ClientError) return error.message;
  if (sqlStateOf(error) === UNDEFINED_TABLE)
    return "The database has not been migrated. Run npm run migration:run, then this again.";
  const reason = explainConnection(error);
  return reason === undefined ? "Something failed that nobody thought of." : `The database cannot be reached: ${reason}`;
}
