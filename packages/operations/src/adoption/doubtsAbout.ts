import type { DataSource } from "typeorm";
import { ALEMBIC } from "./pythonService.js";

/** As the service itself accepts them. */
const IS_URL = "'^https?://[^[:space:]/?#@]+([/?#][^[:space:]]*)?$'";
const URLS: Readonly<Record<string, string>> = {
  "tutorials.thumbnail_url": "SELECT count(*) AS rows FROM tutorials WHERE thumbnail_url",
  "tutorial_steps.image_url": "SELECT count(*) AS rows FROM tutorial_steps WHERE image_url",
  "drawings.uploaded_image_url": "SELECT count(*) AS rows FROM drawings WHERE uploaded_image_url",
  "drawings.edited_images_urls": "SELECT count(*) AS rows FROM drawings, unnest(edited_images_urls) AS url WHERE url",
  "stories.image_url": "SELECT count(*) AS rows FROM stories WHERE image_url",
};
const NOT_BCRYPT = "SELECT count(*) AS rows FROM users WHERE password !~ '^[$]2[abxy][$][0-9]{2}[$][./A-Za-z0-9]{53}$'";

/** Doubtful values that an adoption takes over as they are. It prints no value. */
export async function doubtsAbout(database: DataSource): Promise<string[]> {
  const count = async (sql: string) => Number((await database.query<{ rows: string }[]>(sql))[0]?.rows);
  const doubts: string[] = [];
  const versions = await database.query<{ version_num: string }[]>(`SELECT version_num FROM ${ALEMBIC} LIMIT 5`);
  doubts.push(
    `The revision of Alembic is ${versions.map((row) => row.version_num).join(", ") || "none"}. No build knows the Python service's revisions: compare it with that of its last release.`,
  );
  const passwords = await count(NOT_BCRYPT);
  if (passwords > 0) doubts.push(`${passwords} of the passwords in users are not bcrypt hashes: nobody can sign in with them.`);
  for (const [column, sql] of Object.entries(URLS)) {
    const urls = await count(`${sql} !~ ${IS_URL}`);
    if (urls > 0) doubts.push(`${urls} of the values in ${column} are not URLs with http or https: clients cannot show them.`);
  }
  return doubts;
}
