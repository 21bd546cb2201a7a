import type { DataSource } from "typeorm";
import type { Loss } from "./losses.js";
import { OperationError } from "./OperationError.js";
import type { Progress } from "./Report.js";

/** How an operator agrees to a loss. */
export interface Agreement {
  readonly isProduction: boolean;
  /** The name of the database, given with --yes-destroy. */
  readonly yesDestroy?: string | undefined;
  /** Asks the person at the terminal; absent where there is none. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

/**
 * Lists what would be lost, and goes on only when the operator names the database. A loss that nobody can miss is only listed.
 * @throws OperationError when nobody agreed, or another database was named.
 */
export async function confirmLosses(
  database: DataSource,
  losses: readonly Loss[],
  agreement: Agreement,
  say: Progress,
): Promise<void> {
  if (losses.length === 0 && agreement.yesDestroy === undefined) return;
  const name = await nameOfDatabase(database);
  if (agreement.yesDestroy !== undefined && agreement.yesDestroy !== name)
    throw new OperationError(
      `--yes-destroy names another database than the one that is connected, "${name}". Nothing was done; check DATABASE_URL.`,
    );
  if (losses.length === 0) return;
  say(`This destroys, in the database "${name}":`);
  for (const { what } of losses) say(`  ${what}`);
  if (agreement.yesDestroy === name || (await isNobodys(database, agreement))) return;
  if (!agreement.ask)
    throw new OperationError(
      `Nothing was done, because this destroys what is listed above. Make a backup, then add --yes-destroy ${name}.`,
    );
  if ((await agreement.ask("Type the name of the database to go on: ")) !== name)
    throw new OperationError("That is not the name of the database. Nothing was done.");
}

/**
 * Whether nothing in the database can be missed: it is the embedded one, or a test has made it. A test names its database by a
 * pattern and marks it by a comment, which a copy of a database does not get. In production nothing counts as nobody's.
 */
export async function isNobodys(database: DataSource, { isProduction }: Agreement): Promise<boolean> {
  if (isProduction) return false;
  if (isEmbedded(database)) return true;
  const [row] = await database.query<{ marked: boolean }[]>(
    `SELECT datname ~ '^novadraw_test_[0-9a-f]{12}$' AND shobj_description(oid, 'pg_database') IS NOT DISTINCT FROM 'made by a test' AS marked
      FROM pg_database WHERE datname = current_database()`,
  );
  return row?.marked === true;
}

const isEmbedded = (database: DataSource): boolean => (database.options as { url?: string }).url === undefined;

async function nameOfDatabase(database: DataSource): Promise<string> {
  if (isEmbedded(database)) return "embedded";
  const [row] = await database.query<{ name: string }[]>("SELECT current_database() AS name");
  return row?.name ?? "";
}
