import { history } from "../../../migrations/history.js";
import { createDataSource } from "../createDataSource.js";
import { MEMORY } from "../embeddedDriver.js";
import { nameOf } from "../nameOf.js";
import { isNamed } from "./history.js";
import { OperationError } from "./OperationError.js";
import type { Report } from "./Report.js";
import { recordSql } from "./recordSql.js";
import { type Finding, SchemaSoFar } from "./SchemaSoFar.js";

export interface Linted {
  readonly name: string;
  readonly sql: readonly string[];
}

/**
 * Refuses what would break a service that runs while it is migrated. It reads all migrations, because what one may do depends
 * on the earlier ones. It reports on the named one, or on all.
 */
export async function lint(name?: string): Promise<Report> {
  const database = unopened();
  const migrations: Linted[] = [];
  for (const Migration of history) {
    const migration = new Migration();
    migrations.push({ name: nameOf(migration), sql: await recordSql(database, migration, "up") });
  }
  if (name !== undefined && !migrations.some((migration) => isNamed(migration.name, name)))
    throw new OperationError(`There is no migration ${name}.`);
  return lintAll(migrations, (migration) => name === undefined || isNamed(migration, name));
}

/** Nothing is read of a database to know what a migration would run. */
const unopened = () =>
  createDataSource(
    { directory: MEMORY, poolSize: 1, isSqlEchoed: false, isPreparing: false },
    { info: () => undefined, warn: () => undefined },
  );

/** The same for migrations that are given as their statements. */
export async function lintAll(migrations: readonly Linted[], isTold: (name: string) => boolean): Promise<Report> {
  const schema = new SchemaSoFar();
  const findings: (Finding & { readonly migration: string })[] = [];
  for (const { name, sql } of migrations)
    for (const finding of await schema.add(sql)) if (isTold(name)) findings.push({ migration: name, ...finding });
  return {
    isGood: findings.length === 0,
    lines:
      findings.length === 0
        ? ["Nothing to refuse."]
        : findings.flatMap(({ migration, rule, message, sql }) => [
            `${migration}: ${rule}: ${message}`,
            `  ${sql.replace(/\s+/g, " ").slice(0, 160)}`,
            `  To allow it, say why in the statement: -- allow ${rule}: the reason`,
          ]),
    details: { findings },
  };
}
