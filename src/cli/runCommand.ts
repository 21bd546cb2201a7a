import { type Command, CommanderError } from "commander";
import { QueryFailedError } from "typeorm";
import { explainConnection, KnownError, type Log, sqlStateOf, sqlStates } from "#engine/database";
import { ClientError } from "#engine/features";

const NOT_DONE = 1;
const NOT_UNDERSTOOD = 2;

/** A command prints its own lines, without TypeORM's log. */
export const quietLog: Log = { info: () => undefined, warn: () => undefined };

/** Prints why something was not done, and sets the exit code. */
export function endWith(code: number, message: string): void {
  console.error(message);
  process.exitCode = code;
}

/** Runs a command line. A failure becomes one sentence without host, user or password, and an exit code. */
export async function runCommand(program: Command, words: readonly string[] = process.argv): Promise<void> {
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync(words);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : NOT_UNDERSTOOD;
      return;
    }
    const message = explain(error);
    if (words.includes("--json")) console.log(JSON.stringify({ isGood: false, error: message }));
    endWith(NOT_DONE, message);
  }
}

function explain(error: unknown): string {
  if (error instanceof KnownError || error instanceof ClientError) return error.message;
  if (sqlStateOf(error) === sqlStates.undefinedTable)
    return "The database has not been migrated. Run npm run db -- migrate, then this again.";
  if (sqlStateOf(error) === sqlStates.readOnly)
    return "The database is read-only: it is a standby, or default_transaction_read_only is on. Connect to the primary, or turn that off.";
  if (error instanceof QueryFailedError) return explainQuery(error);
  const reason = explainConnection(error);
  return reason === undefined ? "Something failed that nobody thought of." : `The database cannot be reached: ${reason}`;
}

function explainQuery(error: QueryFailedError): string {
  const state = sqlStateOf(error);
  if (state === sqlStates.insufficientPrivilege) return explainRights(error);
  const setting = LIMITS[state]?.(error.message);
  return setting === undefined ? explainRefusal(error) : `${setting} ${explainRefusal(error)}`;
}

const ended = (setting: string) =>
  `The setting ${setting} ended this: it is in the options of DATABASE_URL, which count more than what this command sets. Take it out there.`;
/** Failures with a code of their own because a time is over. */
const LIMITS: Readonly<Record<string, (message: string) => string>> = {
  [sqlStates.queryCanceled]: (message) =>
    /timeout/.test(message) ? ended("statement_timeout") : "Somebody cancelled the statement at the server. Run this again.",
  [sqlStates.idleInTransaction]: () => ended("idle_in_transaction_session_timeout"),
  [sqlStates.transactionTimeout]: () => ended("transaction_timeout"),
};

/** Of PostgreSQL's message it prints the name of the object alone. */
function explainRights({ message }: QueryFailedError): string {
  const [, object] = /^(?:permission denied for|must be owner of) ([\w ]+ \S+)$/.exec(message) ?? [];
  return `The role of DATABASE_URL lacks a right${object === undefined ? "" : ` on the ${object}`}. Connect as the role that owns the tables, or have it grant the right. Nothing was changed.`;
}

/** PostgreSQL's own message may quote rows, so it is left out: its code, the names in it and our statement tell where to look. */
function explainRefusal({ query, driverError }: QueryFailedError): string {
  const { code, table, constraint, column } = driverError as {
    code?: string;
    table?: string;
    constraint?: string;
    column?: string;
  };
  const names = [table, constraint, column].filter((name) => name !== undefined).join(", ");
  const where = names === "" ? "" : ` about ${names}`;
  return `PostgreSQL refused a statement with ${code}${where}; nothing of its transaction was kept:\n${query.trim().slice(0, 300)}`;
}
