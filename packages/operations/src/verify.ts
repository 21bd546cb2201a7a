import type { DataSource } from "typeorm";
import { nameOf } from "#engine/database";
import { readCatalogue } from "./catalogue.js";
import { compareCatalogues, describeDifference } from "./compareCatalogues.js";
import type { Progress, Report } from "./Report.js";
import { runMigration } from "./runMigration.js";
import { withScratch } from "./withScratch.js";

/**
 * Runs every migration up, down and up in a scratch database. Down has to restore the schema from before, and the second up has
 * to make what the first made.
 */
export async function verify(database: DataSource, say: Progress): Promise<Report> {
  return withScratch(database, async (scratch) => {
    const findings: { name: string; differences: string[] }[] = [];
    for (const migration of database.migrations) {
      const name = nameOf(migration);
      say(`Verifying ${name} …`);
      const before = await readCatalogue(scratch.manager);
      await runMigration(scratch, migration, "up");
      const up = await readCatalogue(scratch.manager);
      await runMigration(scratch, migration, "down");
      const undone = compareCatalogues(await readCatalogue(scratch.manager), before).map(describeDifference);
      await runMigration(scratch, migration, "up");
      const again = compareCatalogues(await readCatalogue(scratch.manager), up).map(describeDifference);
      findings.push({
        name,
        differences: [...undone.map((line) => `after down: ${line}`), ...again.map((line) => `after the second up: ${line}`)],
      });
    }
    const isGood = findings.every(({ differences }) => differences.length === 0);
    return {
      isGood,
      lines: findings.flatMap(({ name, differences }) =>
        differences.length === 0 ? [`good  ${name}`] : [`bad   ${name}`, ...differences.map((line) => `  ${line}`)],
      ),
      details: { migrations: findings },
    };
  });
}
