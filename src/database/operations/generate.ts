import { readFileSync, writeFileSync } from "node:fs";
import type { DataSource } from "typeorm";
import { missingTriggers } from "../missingTriggers.js";
import { lintAll } from "./lint.js";
import { recordMigration } from "./linting/recordMigration.js";
import { OperationError } from "./OperationError.js";
import type { Report } from "./Report.js";
import { runMigration } from "./runMigration.js";
import { withScratch } from "./withScratch.js";

const FOLDER = "migrations";
const HISTORY = `${FOLDER}/history.ts`;

/**
 * Writes what the entities have and the migrations do not make as a migration, adds it to the history, and lints it: tables,
 * columns and the like, and the triggers that keep updated_at. It compares with a scratch database that all migrations have made,
 * never with the one that is connected. Without a difference nothing is written.
 */
export async function generate(database: DataSource, name: string, now = Date.now()): Promise<Report> {
  if (!/^[A-Z][A-Za-z0-9]+$/.test(name)) throw new OperationError("Name the migration by what it changes, as AddDrawingTitle.");
  const { up, down } = await withScratch(database, async (scratch) => {
    for (const migration of database.migrations) await runMigration(scratch, migration, "up");
    return differences(scratch);
  });
  if (up.length === 0)
    return {
      isGood: true,
      lines: ["Entities and migrations agree: there is nothing to write."],
      details: { file: null, findings: [] },
    };
  const className = `${name}${now}`;
  const file = `${FOLDER}/${now}-${name}.ts`;
  writeFileSync(file, sourceOf(className, up, down));
  writeFileSync(HISTORY, withMigration(readFileSync(HISTORY, "utf8"), className, `${now}-${name}`));
  const earlier = [];
  for (const migration of database.migrations) earlier.push(await recordMigration(database, migration));
  const linted = await lintAll([...earlier, { name: className, up, down }], (migration) => migration === className);
  return {
    isGood: linted.isGood,
    lines: [`Written: ${file}, and its line in ${HISTORY}. Read both directions before you commit it.`, ...linted.lines],
    details: { file, ...linted.details },
  };
}

/** The statements that bring a database to the entities, and those that take it back. */
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

function sourceOf(className: string, up: readonly string[], down: readonly string[]): string {
  const statements = (queries: readonly string[]) =>
    queries.map((query) => `    await runner.query(\`${query.replace(/[`\\]|\$\{/g, "\\$&")}\`);\n`).join("");
  return `import type { MigrationInterface, QueryRunner } from "typeorm";

export class ${className} implements MigrationInterface {
  readonly name = "${className}";

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
