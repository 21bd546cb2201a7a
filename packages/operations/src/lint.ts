import { history } from "../../../migrations/history.js";
import { createDataSource } from "../../../src/createDataSource.js";
import { MEMORY } from "../../engine/src/database/embeddedDriver.js";
import { isNamed } from "./history.js";
import { type LintedMigration, lintMigration } from "./linting/lintMigration.js";
import { recordMigration } from "./linting/recordMigration.js";
import { OperationError } from "./OperationError.js";
import type { Report } from "./Report.js";

/**
 * Refuses what may break a service that runs while it is migrated, in both directions, unless the migration gives the reason. It reads the
 * named migration, or all. @throws OperationError when there is none of that name.
 */
export async function lint(name?: string): Promise<Report> {
  const database = unopened();
  const migrations: LintedMigration[] = [];
  for (const Migration of history) migrations.push(await recordMigration(database, new Migration()));
  const chosen = migrations.filter((migration) => name === undefined || isNamed(migration.name, name));
  if (chosen.length === 0) throw new OperationError(`There is no migration ${name}. npm run db -- status lists them.`);
  return lintAll(chosen);
}

/** Nothing is read of a database to know what a migration would run. */
const unopened = () =>
  createDataSource(
    { directory: MEMORY, poolSize: 1, isSqlEchoed: false, isPreparing: false },
    { info: () => undefined, warn: () => undefined },
  );

/** The same for migrations that are given as their statements. */
export async function lintAll(migrations: readonly LintedMigration[]): Promise<Report> {
  const found = await Promise.all(
    migrations.map(async (one) => (await lintMigration(one)).map((finding) => ({ migration: one.name, ...finding }))),
  );
  const findings = found.flat();
  return {
    isGood: findings.length === 0,
    lines:
      findings.length === 0
        ? ["Nothing to refuse."]
        : findings.flatMap(({ migration, direction, kind, message, sql }) => [
            `${migration}, ${direction}: ${kind}: ${message}`,
            `  ${sql.replace(/\s+/g, " ").slice(0, 160)}`,
            `  To allow it, say why in the statement: -- allow ${kind}: the reason`,
          ]),
    details: { findings },
  };
}
