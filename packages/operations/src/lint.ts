import type { DataSource } from "typeorm";
import { isNamed } from "./history.js";
import { type Finding, type LintedMigration, lintMigration } from "./linting/lintMigration.js";
import { recordMigration } from "./linting/recordMigration.js";
import { SchemaSoFar } from "./linting/SchemaSoFar.js";
import { OperationError } from "./OperationError.js";
import type { Report } from "./Report.js";

/**
 * Refuses what would break a service that runs while it is migrated, or that nobody can read, in both directions. It reads all
 * migrations, because what one may do depends on the earlier ones. It reports on the named one, or on all.
 * @param database knows its migrations; nothing is read of it.
 */
export async function lint(database: DataSource, name?: string): Promise<Report> {
  const migrations: LintedMigration[] = [];
  for (const migration of database.migrations) migrations.push(await recordMigration(database, migration));
  if (name !== undefined && !migrations.some((migration) => isNamed(migration.name, name)))
    throw new OperationError(`There is no migration ${name}. npm run db -- status lists them.`);
  return lintAll(migrations, (migration) => name === undefined || isNamed(migration, name));
}

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
