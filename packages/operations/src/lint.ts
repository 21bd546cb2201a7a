import { history } from "../../../migrations/history.js";
import { createDataSource } from "../../../src/createDataSource.js";
import { MEMORY } from "../../engine/src/database/embeddedDriver.js";
import { isNamed } from "./history.js";
import { type Finding, type LintedMigration, lintMigration } from "./linting/lintMigration.js";
import { recordMigration } from "./linting/recordMigration.js";
import { SchemaSoFar } from "./linting/SchemaSoFar.js";
import { OperationError } from "./OperationError.js";
import type { Report } from "./Report.js";

/**
 * Refuses what would break a service that runs while it is migrated, or that nobody can read, in both directions. It reads all
 * migrations, because what one may do depends on the earlier ones. It reports on the named one, or on all.
 */
export async function lint(name?: string): Promise<Report> {
  const database = unopened();
  const migrations: LintedMigration[] = [];
  for (const Migration of history) migrations.push(await recordMigration(database, new Migration()));
  if (name !== undefined && !migrations.some((migration) => isNamed(migration.name, name)))
    throw new OperationError(`There is no migration ${name}. npm run db -- status lists them.`);
  return lintAll(migrations, (migration) => name === undefined || isNamed(migration, name));
}

/** Nothing is read of a database to know what a migration would run. */
const unopened = () =>
  createDataSource(
    { directory: MEMORY, poolSize: 1, isSqlEchoed: false, isPreparing: false },
    { info: () => undefined, warn: () => undefined },
  );

/** The same for migrations that are given as their statements. */
export async function lintAll(migrations: readonly LintedMigration[], isTold: (name: string) => boolean): Promise<Report> {
  const schema = SchemaSoFar.empty();
  const findings: (Finding & { readonly migration: string })[] = [];
  for (const migration of migrations)
    for (const finding of await lintMigration(schema, migration))
      if (isTold(migration.name)) findings.push({ migration: migration.name, ...finding });
  return {
    isGood: findings.length === 0,
    lines:
      findings.length === 0
        ? ["Nothing to refuse."]
        : findings.flatMap(({ migration, direction, rule, message, sql }) => [
            `${migration}, ${direction}: ${rule}: ${message}`,
            `  ${sql.replace(/\s+/g, " ").slice(0, 160)}`,
            `  To allow it, say why in the statement: -- allow ${rule}: the reason`,
          ]),
    details: { findings },
  };
}
