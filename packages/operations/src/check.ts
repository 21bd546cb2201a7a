import type { DataSource } from "typeorm";
import { readCatalogue } from "./catalogue.js";
import { compareCatalogues, describeDifference } from "./compareCatalogues.js";
import { differentChecks } from "./differentChecks.js";
import { type Known, readHistory } from "./history.js";
import { mendingOf } from "./mendingOf.js";
import type { Progress, Report } from "./Report.js";
import { runMigration } from "./runMigration.js";
import { withScratch } from "./withScratch.js";

/**
 * Checks whether entities, migrations and the database agree. A scratch database gets the migrations that the database has, and
 * the two are compared; a difference comes with the statement that would mend it. Then it gets the remaining migrations, and TypeORM compares it with the entities.
 */
export async function check(database: DataSource, say: Progress): Promise<Report> {
  const history = await readHistory(database);
  const applied = history.filter(({ state }) => state === "applied" || state === "edited");
  const pending = history.filter(({ state }) => state === "pending" || state === "out of order").map(({ name }) => name);
  return withScratch(database, async (scratch) => {
    for (const { migration } of applied) if (migration) await runMigration(scratch, migration, "up");
    say("Comparing the database with its migrations …");
    const differences = compareCatalogues(await readCatalogue(database), await readCatalogue(scratch));
    const drift = [...differences.map(describeDifference), ...history.flatMap(doubtAboutRecord)];
    const mending = mendingOf(differences);
    say("Comparing the migrations with the entities …");
    for (const { state, migration } of history)
      if (migration && (state === "pending" || state === "out of order")) await runMigration(scratch, migration, "up");
    const { upQueries } = await scratch.driver.createSchemaBuilder().log();
    const entities = [...upQueries.map(({ query }) => query), ...(await differentChecks(scratch))];
    return {
      isGood: drift.length === 0 && entities.length === 0,
      lines: [
        ...heading(drift, "The database is not what its migrations make:"),
        ...heading(mending, "These statements would mend it. Read them before you run them:"),
        ...heading(
          entities,
          "The migrations do not make what the entities declare; this is missing, as npm run db -- generate NAME would write it:",
        ),
        ...(drift.length === 0 && entities.length === 0 ? ["No drift."] : []),
        ...(pending.length > 0 ? [`Pending, and not compared with the database: ${pending.join(", ")}.`] : []),
      ],
      details: { drift, mending, entities, pending },
    };
  });
}

/** The record of applied migrations is not part of the schema, and can be wrong, too. */
function doubtAboutRecord({ name, state, hasChecksum, migration }: Known): string[] {
  if (state === "edited")
    return [`different  checksum of ${name}: another than that of its file; npm run db -- repair tells what to do`];
  return state === "applied" && !hasChecksum && migration !== undefined
    ? [`missing    checksum of ${name}, so that an edit would not be noticed; npm run db -- repair --yes records it`]
    : [];
}

const heading = (lines: readonly string[], title: string) =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
