import type { DataSource } from "typeorm";
import { isNamed } from "./history.js";
import { type LintedMigration, lintMigration } from "./linting/lintMigration.js";
import { recordMigration } from "./linting/recordMigration.js";
import { OperationError } from "./OperationError.js";
import type { Report } from "./Report.js";

/**
 * Refuses statements that may break a service that runs during the migration, in both directions, unless the migration gives the reason.
 * It reads the named migration, or all. @param database knows its migrations; nothing is read of it. @throws OperationError when there is
 * none of that name.
 */
export async function lint(database: DataSource, name?: string): Promise<Report> {
  const migrations: LintedMigration[] = [];
  for (const migration of database.migrations) migrations.push(await recordMigration(database, migration));
  const chosen = migrations.filter((migration) => name === undefined || isNamed(migration.name, name));
  if (chosen.length === 0) throw new OperationError(`There is no migration ${name}. npm run db -- status lists them.`);
  return lintAll(chosen);
}

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
