import { readFileSync, writeFileSync } from "node:fs";
import type { DataSource } from "typeorm";
import { missingTriggers } from "#engine/database";
import { lintAll } from "./lint.js";
import type { LintedMigration } from "./linting/lintMigration.js";
import { OperationError } from "./OperationError.js";
import type { Report } from "./Report.js";
import { runMigration } from "./runMigration.js";
import { withScratch } from "./withScratch.js";

const FOLDER = "migrations";
const HISTORY = `${FOLDER}/history.ts`;

/**
 * Writes the difference between entities and migrations as a migration, adds it to the history, and lints it: tables, columns and the
 * like, and the triggers that keep updated_at. It compares with a scratch database that all migrations have made, not with the connected
 * one. Without a difference nothing is written.
 */
export async function generate(database: DataSource, name: string, now = Date.now()): Promise<Report> {
  if (!/^[A-Z][A-Za-z0-9]+$/.test(name)) throw new OperationError("Name the migration by what it changes, as AddDrawingTitle.");
  const found = await withScratch(database, async (scratch) => {
    for (const migration of database.migrations) await runMigration(scratch, migration, "up");
    return differences(scratch);
  });
  const { together, alone } = apart(found);
  if (found.up.length === 0)
    return {
      isGood: true,
      lines: ["Entities and migrations agree: there is nothing to write."],
      details: { file: null, findings: [] },
    };
  const parts = [
    ...(together.up.length > 0 ? [{ name, at: now, isAlone: false, ...together }] : []),
    // Each index has a migration of its own: what is built outside of a transaction is not undone when a later statement fails.
    ...alone.map((one, index) => ({
      name: found.up.length === 1 ? name : `${name}Index${alone.length > 1 ? index + 1 : ""}`,
      at: now + 1 + index,
      isAlone: true,
      ...one,
    })),
  ];
  const written: LintedMigration[] = [];
  const files: string[] = [];
  for (const { name: title, at, isAlone, up, down } of parts) {
    const className = `${title}${at}`;
    const file = `${FOLDER}/${at}-${title}.ts`;
    writeFileSync(file, sourceOf(className, up, down, isAlone));
    writeFileSync(HISTORY, withMigration(readFileSync(HISTORY, "utf8"), className, `${at}-${title}`));
    written.push({ name: className, up, down, ...(isAlone && { transaction: false }) });
    files.push(file);
  }
  const linted = await lintAll(written);
  return {
    isGood: linted.isGood,
    lines: [
      `Written: ${files.join(", ")}, and ${files.length === 1 ? "its line" : "their lines"} in ${HISTORY}. Read both directions before you commit.`,
      ...linted.lines,
    ],
    details: { file: files[0], files, ...linted.details },
  };
}

interface Both {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

const INDEX = /^CREATE (?:UNIQUE )?INDEX ("[^"]+") ON (?:"[^"]+"\.)?("[^"]+")/;

/**
 * Indexes of tables that are there are built beside writers, which needs a migration without a transaction. Those of a new table come with
 * it, and go with it.
 */
function apart({ up, down }: Both): { together: Both; alone: readonly Both[] } {
  const isNew = (table: string) => up.some((sql) => sql.startsWith(`CREATE TABLE ${table} `));
  const isOfNew = (sql: string) => isNew(INDEX.exec(sql)?.[2] ?? "");
  const all = up.filter((sql) => INDEX.test(sql));
  const indexes = all.filter((sql) => !isOfNew(sql));
  const nameOf = (sql: string) => INDEX.exec(sql)?.[1] ?? "";
  const drops = new Set(down.filter((sql) => sql.startsWith("DROP INDEX") && all.some((index) => sql.endsWith(nameOf(index)))));
  return {
    together: { up: up.filter((sql) => !indexes.includes(sql)), down: down.filter((sql) => !drops.has(sql)) },
    alone: indexes.map((sql) => ({
      up: [sql.replace(/INDEX /, "INDEX CONCURRENTLY IF NOT EXISTS ")],
      down: [`DROP INDEX CONCURRENTLY IF EXISTS ${nameOf(sql)}`],
    })),
  };
}

/** The statements that bring a database to the entities, and the statements that undo them. */
async function differences(database: DataSource): Promise<{ up: string[]; down: string[] }> {
  const { upQueries, downQueries } = await database.driver.createSchemaBuilder().log();
  const tables = await missingTriggers(database);
  return {
    up: [...upQueries.map(({ query }) => query), ...tables.map(createTrigger)],
    // A trigger goes before its table.
    down: [...tables.map(dropTrigger), ...downQueries.map(({ query }) => query).reverse()],
  };
}

const createTrigger = (table: string) => `CREATE TRIGGER touch_updated_at BEFORE UPDATE ON "${table}"
      FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch_updated_at()`;
const dropTrigger = (table: string) => `DROP TRIGGER touch_updated_at ON "${table}"`;

function sourceOf(className: string, up: readonly string[], down: readonly string[], isAlone: boolean): string {
  const statements = (queries: readonly string[]) =>
    queries.map((query) => `    await runner.query(\`${query.replace(/[`\\]|\$\{/g, "\\$&")}\`);\n`).join("");
  return `import type { MigrationInterface, QueryRunner } from "typeorm";

export class ${className} implements MigrationInterface {
  readonly name = "${className}";${isAlone ? "\n  readonly transaction = false;" : ""}

  async up(runner: QueryRunner): Promise<void> {
${statements(up)}  }

  async down(runner: QueryRunner): Promise<void> {
${statements(down)}  }
}
`;
}

function withMigration(history: string, className: string, file: string): string {
  const imported = `import { ${className} } from "./${file}.js";`;
  const lastImport = history.lastIndexOf("\nimport ");
  const end = history.indexOf("\n", lastImport + 1);
  return `${history.slice(0, end)}\n${imported}${history.slice(end)}`.replace(/,?\s*\];\s*$/, `, ${className}];\n`);
}
