import type { DataSource } from "typeorm";
import { Role } from "../../src/entities/Role.js";
import { TEST_DATABASE_URL } from "./template.js";
import type { World } from "./World.js";

/** What an app has after some years: a child with as many drawings and stories as an account may have on a server, and a hundred others. */
export interface OrdinaryData {
  readonly child: string;
  readonly admin: string;
  readonly tutorial: string;
  readonly drawing: string;
}

/** The embedded database, which is slow, has fewer: CI runs all tests on a server, too. */
const ROWS = TEST_DATABASE_URL ? 10_000 : 1_000;

/** Fills the database. Texts have 1,500 characters, URLs 100, tutorials 7 steps. @returns the tokens and the ids that operations name. */
export async function ordinaryData(database: DataSource, world: World): Promise<OrdinaryData> {
  const user = await world.user();
  const url = (kind: string) => `'https://images.example.org/${kind}/' || rpad(md5(n::text), 60, 'x') || '.png'`;
  const text = "rpad('', 1500, md5(n::text) || ' a fox, ein Fuß, \"so\" ')";
  await database.query(`INSERT INTO users (id, email, password, name)
    SELECT md5('user' || n)::uuid, 'other-' || n || '@example.org', 'none', 'Child ' || n FROM generate_series(1, 120) n`);
  await database.query(`INSERT INTO tutorials (id, category, subject, total_steps, thumbnail_url, description_en, description_de)
    SELECT md5('tutorial' || n)::uuid, (ARRAY['animals', 'plants', 'food'])[1 + n % 3], 'subject ' || n, 7, ${url("tutorials")},
      rpad('', 300, md5(n::text)), rpad('', 300, md5(n::text)) FROM generate_series(1, 120) n`);
  await database.query(`INSERT INTO tutorial_steps (tutorial_id, step_number, instruction_en, instruction_de, image_url)
    SELECT md5('tutorial' || n / 7)::uuid, 1 + n % 7, rpad('', 200, md5(n::text)), rpad('', 200, md5(n::text)), ${url("steps")}
    FROM generate_series(7, 846) n`);
  const drawing = (
    owner: string,
    n: string,
  ) => `INSERT INTO drawings (id, user_id, tutorial_id, uploaded_image_url, edited_images_urls, created_at)
    SELECT md5('${n}' || n)::uuid, ${owner}, md5('tutorial' || (1 + n % 120))::uuid, ${url("drawings")},
      CASE WHEN n % 3 = 0 THEN ARRAY[${url("edited")}, ${url("again")}] ELSE '{}' END, now() - n * interval '1 minute'`;
  await database.query(`${drawing(`'${user.id}'::uuid`, "own")} FROM generate_series(1, ${ROWS}) n`);
  await database.query(`${drawing("md5('user' || (1 + n % 120))::uuid", "other")} FROM generate_series(1, 1200) n`);
  await database.query(`INSERT INTO stories (user_id, drawing_id, title, story_text_en, story_text_de, image_url, is_favorite, created_at)
    SELECT d.user_id, d.id, 'A story of ' || n, ${text}, ${text}, ${url("stories")}, n % 9 = 0, d.created_at
    FROM (SELECT drawings.*, row_number() OVER (ORDER BY created_at DESC, id) AS n FROM drawings) d`);
  await database.query("ANALYZE");
  const [{ tutorial, drawing: own }] = await database.query(
    "SELECT md5('tutorial1')::uuid AS tutorial, md5('own1')::uuid AS drawing",
  );
  const admin = await world.user({ role: Role.ADMIN });
  return { child: await world.token(user), admin: await world.token(admin), tutorial, drawing: own };
}
