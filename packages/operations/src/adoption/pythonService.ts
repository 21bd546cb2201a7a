import type { EntityManager } from "typeorm";
import { partsOf, quoted, TEXTUAL } from "../bridge.js";
import type { Catalogue } from "../catalogue.js";

export const ALEMBIC = "alembic_version";
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

/** Why a database cannot be adopted: it is not the Python service's, or a person has to decide something first. */
export async function whyNotAdoptable(
  manager: EntityManager,
  there: Catalogue,
  target: Catalogue,
  normalizeEmail: (email: string) => string,
): Promise<string[]> {
  return [...foreignParts(there, target), ...(await sameEmails(manager, there, normalizeEmail))];
}

/** Tables and columns of the Python service that the database lacks, and unknown ones that it has. */
function foreignParts(there: Catalogue, target: Catalogue): string[] {
  const missing = [[ALEMBIC, ["version_num"]] as const, ...Object.entries(TABLES)].flatMap(([table, columns]) => {
    if (!there.has(`table ${table} ${table}`)) return [`The table ${table} is missing.`];
    const all = table === ALEMBIC ? columns : [...columns, ...TIMESTAMPS];
    return all.filter((name) => !there.has(`column ${table} ${name}`)).map((name) => `The column ${table}.${name} is missing.`);
  });
  const unknown = [...there.values()]
    .filter(
      ({ kind, table, name }) =>
        ["table", "column", "view", "materialized view", "sequence"].includes(kind) &&
        table !== ALEMBIC &&
        !target.has(`${kind} ${table} ${name}`),
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
      : [`The column ${table}.${name} is ${is}, and should be ${should}.${conversionOf(table, name, is, should)}`];
  });
  return [...missing, ...unknown, ...types];
}

/** Only a person knows which zone the old service wrote its times in, so nothing is converted by itself. */
function conversionOf(table: string, name: string, is: string, should: string): string {
  if (!/^timestamp(\(\d\))? without time zone$/.test(is) || !should.endsWith(" with time zone")) return "";
  const [relation, column] = [quoted(table), quoted(name)];
  return ` If its times are UTC, as Python's utcnow() makes them, convert it without a shift: ALTER TABLE ${relation} ALTER COLUMN ${column} TYPE timestamptz USING ${column} AT TIME ZONE 'UTC'; for local times name their zone, as 'Europe/Berlin'.`;
}

/** Accounts whose emails differ only in case, white space and the spelling of the domain. A person has to decide which of them stays. */
async function sameEmails(
  manager: EntityManager,
  there: Catalogue,
  normalizeEmail: (email: string) => string,
): Promise<string[]> {
  if (!there.has("column users email")) return [];
  const accounts = await manager.query<{ id: string; email: string | null }[]>("SELECT id::text, email FROM users ORDER BY id");
  const groups = new Map<string, string[]>();
  for (const { id, email } of accounts) {
    if (email === null) continue;
    const spelled = normalizeEmail(email);
    groups.set(spelled, [...(groups.get(spelled) ?? []), id]);
  }
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .slice(0, 20)
    .map(
      (ids) =>
        `The accounts ${ids.join(", ")} have one email but for its case or the spelling of its domain. Change or merge all but one.`,
    );
}
