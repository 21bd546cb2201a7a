import type { DataSource, EntityManager } from "typeorm";
import { nameOf } from "../nameOf.js";
import { bridge, partsOf } from "./bridge.js";
import { type Catalogue, readCatalogue } from "./catalogue.js";
import { compareCatalogues, type Difference, describeDifference } from "./compareCatalogues.js";
import { makeMemory, readHistory, remember } from "./history.js";
import { OperationError } from "./OperationError.js";
import type { Progress, Report } from "./Report.js";
import { repairs } from "./repairs.js";
import { runMigration } from "./runMigration.js";
import { inTransaction } from "./underLock.js";
import { withScratch } from "./withScratch.js";

const ALEMBIC = "alembic_version";
/** The tables and columns by which a database of the Python service is recognised. Adoption makes the rest. */
const TABLES: Record<string, readonly string[]> = {
  users: ["id", "email", "password", "name", "birthdate"],
  tutorials: ["id", "category", "subject", "total_steps", "thumbnail_url", "description_en", "description_de"],
  tutorial_steps: ["id", "tutorial_id", "step_number", "instruction_en", "instruction_de", "image_url"],
  drawings: ["id", "user_id", "tutorial_id", "uploaded_image_url", "edited_images_urls"],
  stories: [
    "id",
    "user_id",
    "title",
    "story_text_en",
    "story_text_de",
    "image_url",
    "drawing_id",
    "is_favorite",
    "generation_time_ms",
  ],
};
const TIMESTAMPS = ["created_at", "updated_at"];
/** PostgreSQL converts between these types without loss, or refuses. */
const TEXTUAL = /^(text|character varying(\(\d+\))?)(\[\])?$/;

/**
 * Turns a database of the Python service into one of this service, in one transaction. No row is lost. Afterwards its catalogue
 * is that of the first migration, which counts as applied. A dry run changes nothing. @throws OperationError, with all reasons,
 * for any other database.
 */
export async function adopt(database: DataSource, say: Progress, isDryRun: boolean): Promise<Report> {
  const [first] = await readHistory(database);
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
  const reasons = [...foreignParts(there, target), ...(await sameEmails(database.manager, there))];
  if (reasons.length > 0)
    throw new OperationError(
      `This is not a database that can be adopted. Nothing was changed.\n${reasons.map((one) => `  ${one}`).join("\n")}`,
    );
  const differences = withoutAlembic(compareCatalogues(there, target));
  const statements = [...repairs, ...bridge(differences), `DROP TABLE ${ALEMBIC}`];
  const report = (lines: readonly string[], adopted: boolean): Report => ({
    isGood: true,
    lines: ["Differences:", ...differences.map((one) => `  ${describeDifference(one)}`), ...lines],
    details: { differences: differences.map(describeDifference), statements, adopted },
  });
  if (isDryRun) return report(["It would run:", ...statements.map((sql) => `  ${sql};`)], false);
  await inTransaction(database, say, async ({ manager }) => {
    for (const [index, sql] of statements.entries()) {
      say(`Statement ${index + 1} of ${statements.length} …`);
      await manager.query(sql);
    }
    const left = compareCatalogues(await readCatalogue(manager), target).map(describeDifference);
    if (left.length > 0) throw new OperationError(`These differences are left, so nothing was changed:\n${left.join("\n")}`);
    await makeMemory(manager);
    await remember(database, manager, migration);
  });
  return report([`Adopted: ${nameOf(migration)} counts as applied. Run npm run db -- migrate for what came after it.`], true);
}

const withoutAlembic = (differences: readonly Difference[]) =>
  differences.filter((one) => one.change !== "extra" || one.there.table !== ALEMBIC);

/** What the database lacks of the Python service's tables and columns, and what it has that is unknown. */
function foreignParts(there: Catalogue, target: Catalogue): string[] {
  const missing = [[ALEMBIC, ["version_num"]] as const, ...Object.entries(TABLES)].flatMap(([table, columns]) => {
    if (!there.has(`table ${table} ${table}`)) return [`The table ${table} is missing.`];
    const all = table === ALEMBIC ? columns : [...columns, ...TIMESTAMPS];
    return all.filter((name) => !there.has(`column ${table} ${name}`)).map((name) => `The column ${table}.${name} is missing.`);
  });
  const unknown = [...there.values()]
    .filter(
      ({ kind, table, name }) =>
        ["table", "column", "view", "sequence"].includes(kind) && table !== ALEMBIC && !target.has(`${kind} ${table} ${name}`),
    )
    .map(
      ({ kind, table, name }) =>
        `The ${kind} ${table === name ? name : `${table}.${name}`} is unknown. Move it to another schema.`,
    );
  const types = [...target.values()].flatMap(({ kind, table, name, definition }) => {
    const found = there.get(`column ${table} ${name}`);
    if (kind !== "column" || !found) return [];
    const [is, should] = [partsOf(found.definition).type, partsOf(definition).type];
    return is === should || (TEXTUAL.test(is) && TEXTUAL.test(should))
      ? []
      : [`The column ${table}.${name} is ${is}, and should be ${should}.`];
  });
  return [...missing, ...unknown, ...types];
}

/** Accounts whose emails differ only in case and white space. A person has to decide which of them stays. */
async function sameEmails(manager: EntityManager, there: Catalogue): Promise<string[]> {
  if (!there.has("column users email")) return [];
  const groups = await manager.query<{ ids: string[] }[]>(
    "SELECT array_agg(id::text ORDER BY id) AS ids FROM users GROUP BY lower(normalize(btrim(email), NFC)) HAVING count(*) > 1 LIMIT 20",
  );
  return groups.map(
    ({ ids }) => `The accounts ${ids.join(", ")} have one email but for its case. Change or merge all but one.`,
  );
}
