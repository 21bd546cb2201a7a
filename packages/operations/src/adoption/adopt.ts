import type { DataSource } from "typeorm";
import { nameOf } from "#engine/database";
import { makeRecord, recordApplied } from "../appliedMigrations.js";
import { bridge } from "../bridge.js";
import { readCatalogue } from "../catalogue.js";
import { DETAIL_KINDS } from "../catalogueDetails.js";
import { compareCatalogues, type Difference, describeDifference } from "../compareCatalogues.js";
import { readHistory } from "../history.js";
import { OperationError } from "../OperationError.js";
import type { Progress, Report } from "../Report.js";
import { runMigration } from "../runMigration.js";
import { inTransaction } from "../underLock.js";
import { withScratch } from "../withScratch.js";
import { adoptionIn, refusalsOf } from "./adoptionIn.js";
import { doubtsAbout } from "./doubtsAbout.js";
import { lockTables } from "./lockTables.js";
import { ALEMBIC, whyNotAdoptable } from "./pythonService.js";

/**
 * Turns a database of the Python service into one of this service, in one transaction. It loses no row. Afterwards its catalogue is that
 * of the first migration, which counts as applied. A dry run does all of it, and what migrate would do next, and rolls it back. @throws
 * OperationError, with all reasons, for any other database, and for rows that cannot be taken over.
 */
export async function adopt(
  database: DataSource,
  say: Progress,
  { isDryRun, normalizeEmail }: { isDryRun: boolean; normalizeEmail: (email: string) => string },
): Promise<Report> {
  const [first, ...later] = await readHistory(database);
  if (!first?.migration) throw new OperationError("This build has no migrations.");
  if (first.state === "applied" || first.state === "edited")
    return {
      isGood: true,
      lines: [`${first.name} is applied already: there is nothing to adopt.`],
      details: { adopted: false },
    };
  const { migration } = first;
  say("Comparing the database with the first migration …");
  const target = await withScratch(database, async (scratch) => {
    await runMigration(scratch, migration, "up");
    return readCatalogue(scratch.manager);
  });
  const there = await readCatalogue(database.manager);
  refuse("This is not a database that can be adopted", await whyNotAdoptable(database.manager, there, target, normalizeEmail));
  const differences = compareCatalogues(there, target).filter((one) => !isAlembics(one));
  const changed = differences.filter((one) => !isDetail(one));
  const statements = [...bridge(changed), `DROP TABLE ${ALEMBIC}`];
  const doubts = [
    ...(await doubtsAbout(database)),
    ...differences.filter(isDetail).map((one) => `It stays as it is: ${describeDifference(one)}`),
  ];
  say(
    isDryRun
      ? "The old service cannot read or write until this ends: a rehearsal holds the same locks as the adoption, and takes about three times as long. Run it on a copy where that matters …"
      : "Stop the old service before this. Whatever it reads or writes now has to wait until this ends …",
  );
  const outcome = await inTransaction(
    database,
    say,
    async (runner) => {
      await lockTables(
        runner,
        [...there.values()].filter(({ kind }) => kind === "table").map(({ name }) => name),
      );
      const done = await adoptionIn(runner, statements, say);
      refuse("PostgreSQL refuses this", done.failures);
      const left = compareCatalogues(await readCatalogue(runner.manager), target).filter((one) => !isDetail(one));
      refuse("These differences are left", left.map(describeDifference));
      await makeRecord(runner.manager);
      await recordApplied(database, runner.manager, migration, true);
      const rehearsed = isDryRun ? later.flatMap((one) => one.migration ?? []) : [];
      return { ...done, later: await refusalsOf(database, runner, rehearsed) };
    },
    isDryRun ? "rollback" : "commit",
  );
  return {
    isGood: true,
    lines: [
      ...told("Differences:", changed.map(describeDifference)),
      ...told(isDryRun ? "It would change:" : "Changed:", outcome.changes),
      ...told("Taken over with a doubt:", doubts),
      ...told("After this, migrate would stop:", outcome.later),
      ...(isDryRun
        ? [...told("It would run:", outcome.statements), "Rehearsed in full, and rolled back: nothing was changed."]
        : [`Adopted: ${nameOf(migration)} counts as applied. Run npm run db -- migrate for what came after it.`]),
    ],
    details: { differences: changed.map(describeDifference), ...outcome, doubts, adopted: !isDryRun },
  };
}

const isAlembics = (one: Difference) => one.change === "extra" && one.there.table === ALEMBIC;
/** The operator decides about settings of tables beside their definition: check prints the statements. */
const isDetail = (one: Difference) =>
  (DETAIL_KINDS as readonly string[]).includes((one.change === "missing" ? one.wanted : one.there).kind);

function refuse(title: string, reasons: readonly string[]): void {
  if (reasons.length > 0)
    throw new OperationError(`${title}. Nothing was changed.\n${reasons.map((one) => `  ${one}`).join("\n")}`);
}

const told = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
