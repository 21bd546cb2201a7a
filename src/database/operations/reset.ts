import type { DataSource } from "typeorm";
import { loadDemoData } from "../demo/loadDemoData.js";
import { migrate } from "./migrate.js";
import { OperationError } from "./OperationError.js";
import type { Progress, Report } from "./Report.js";

const THIS_MACHINE = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/;

export interface Permission {
  readonly isProduction: boolean;
  /** The name of the database, which the operator has typed to confirm. */
  readonly yesDestroy?: string;
}

/**
 * Drops everything in the schema, migrates it, and loads the demo data.
 * @throws OperationError for a database in production or on another machine, unless it is named.
 */
export async function reset(database: DataSource, say: Progress, { isProduction, yesDestroy }: Permission): Promise<Report> {
  const { url } = database.options as { url?: string };
  const name = url === undefined ? "embedded" : decodeURIComponent(new URL(url).pathname.slice(1));
  const isHere = url === undefined || THIS_MACHINE.test(new URL(url).hostname);
  if (yesDestroy !== name && (yesDestroy !== undefined || isProduction || !isHere))
    throw new OperationError(
      "This destroys all rows, so it is done only outside of production and on this machine, or with --yes-destroy and the database's name.",
    );
  say("Dropping all …");
  await database.query("DROP SCHEMA public CASCADE");
  await database.query("CREATE SCHEMA public");
  await migrate(database, say);
  return { ...(await seed(database, say)), details: { reset: name } };
}

/** Loads the demo data, unless it is there. */
export async function seed(database: DataSource, say: Progress): Promise<Report> {
  say("Loading the demo data …");
  await loadDemoData(database);
  return { isGood: true, lines: ["The demo data is there."], details: { seeded: true } };
}
