import { createHash } from "node:crypto";

export const USERS_PER_SCALE = 10_000;
/** Accounts that the workloads sign in as; number 0 is the admin. */
export const SIGNED_IN = 200;

export const tokenOf = (number) => `bench-token-${number}`;
export const uuidOf = (kind, number) => {
  const hex = createHash("md5").update(`${kind}${number}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
};

/** About 300 characters of text, different from row to row. */
const text = (salt) =>
  `substr(repeat('${salt} the fox went over the hill and drew a line of light behind every tree, then asked the owl to count them. ', 4), 1, 290) || md5(n::text)`;

/** Fills a migrated, empty database. Scale 1: 10,000 users, 40 tutorials of 8 steps, 100,000 drawings, 300,000 stories. */
export async function loadData(client, scale) {
  const users = USERS_PER_SCALE * scale;
  const at = (table) =>
    `timestamptz '2026-01-01 00:00:00+00' + n * interval '1 second' + (n % 997) * interval '1 microsecond' /* ${table} */`;
  const statements = [
    `INSERT INTO users (id, email, password, name, role, created_at)
       SELECT md5('user' || n)::uuid, 'child' || n || '@example.org', 'none', 'Child ' || n, CASE n WHEN 0 THEN 'ADMIN' ELSE 'USER' END, ${at("users")}
       FROM generate_series(0, ${users - 1}) n`,
    `INSERT INTO sessions (token_hash, user_id, expires_at)
       SELECT sha256(('bench-token-' || n)::bytea), md5('user' || n)::uuid, '2999-01-01' FROM generate_series(0, ${SIGNED_IN}) n`,
    `INSERT INTO tutorials (id, category, subject, total_steps, thumbnail_url, description_en, description_de, created_at)
       SELECT md5('tutorial' || n)::uuid, (ARRAY['animals', 'plants', 'vehicles', 'food', 'fantasy'])[1 + n % 5], 'subject ' || n, 8,
         'https://images.example.org/tutorials/' || n || '.png', 'In English: lesson ' || n, 'Auf Deutsch: Lektion ' || n, ${at("tutorials")}
       FROM generate_series(0, 39) n`,
    `INSERT INTO tutorial_steps (id, tutorial_id, step_number, instruction_en, instruction_de, image_url)
       SELECT md5('step' || n)::uuid, md5('tutorial' || n / 8)::uuid, 1 + n % 8, 'Draw line ' || n, 'Zeichne Linie ' || n,
         'https://images.example.org/steps/' || n || '.png'
       FROM generate_series(0, 319) n`,
    `INSERT INTO drawings (id, user_id, tutorial_id, uploaded_image_url, created_at)
       SELECT md5('drawing' || n)::uuid, md5('user' || n % ${users})::uuid, md5('tutorial' || n % 40)::uuid,
         'https://images.example.org/drawings/' || n || '.png', ${at("drawings")}
       FROM generate_series(0, ${users * 10 - 1}) n`,
    `INSERT INTO stories (id, user_id, drawing_id, title, story_text_en, story_text_de, image_url, is_favorite, created_at)
       SELECT md5('story' || n)::uuid, md5('user' || n % ${users})::uuid, md5('drawing' || n % ${users * 10})::uuid, 'Story ' || n,
         ${text("EN")}, ${text("DE")}, 'https://images.example.org/stories/' || n || '.png', n % 7 = 0, ${at("stories")}
       FROM generate_series(0, ${users * 30 - 1}) n`,
  ];
  const { removals, additions } = await removable(client);
  for (const statement of [...removals, ...statements, ...additions, ...ROW_LEVEL_SECURITY]) await client.query(statement);
  await client.query("VACUUM ANALYZE");
}

/**
 * The statements that take away the indexes and foreign keys of the large tables, and those that make them again: PostgreSQL builds an
 * index of all rows much faster than it adds them one by one. Primary keys stay.
 */
async function removable(client) {
  const { rows } = await client.query(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS removal,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS addition
      FROM pg_constraint WHERE contype = 'f' AND conrelid IN ('drawings'::regclass, 'stories'::regclass)
    UNION ALL
    SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
      FROM pg_index WHERE NOT indisunique AND indrelid IN ('drawings'::regclass, 'stories'::regclass)`);
  return { removals: rows.map(({ removal }) => removal), additions: rows.map(({ addition }) => addition) };
}

/** PostGraphile's users filter rows in the database. All others connect as the tables' owner, whom these policies leave alone. */
export const POLICY_ROLE = "novadraw_bench_viewer";
const isAdmin = "(SELECT current_setting('viewer.is_admin') = 'true')";
const viewerId = "(SELECT current_setting('viewer.id')::uuid)";
const ROW_LEVEL_SECURITY = [
  `DO $$ BEGIN CREATE ROLE ${POLICY_ROLE}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
  `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${POLICY_ROLE}`,
  ...Object.entries({ users: "id", drawings: "user_id", stories: "user_id" }).flatMap(([table, owner]) => [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `CREATE POLICY viewer ON ${table} FOR SELECT TO ${POLICY_ROLE} USING (${owner} = ${viewerId} OR ${isAdmin})`,
  ]),
];
