// npm run writes: what a write costs the database: bytes of WAL, growth of the indexes, and how many updates are HOT. Counted, not timed.
import pg from "pg";
import { openDatabase } from "./database.mjs";

const WRITES = 2_000;
/** What the model had before, to compare with. */
const BEFORE = "CREATE INDEX ix_drawings_tutorial_id_updated_at_id ON drawings (tutorial_id, updated_at, id)";
const NOW = "DROP INDEX IF EXISTS ix_drawings_tutorial_id_updated_at_id";
/** Ids as they were made before, and as they are made now. */
const V4 = "gen_random_uuid()";
const V7 = `overlay(overlay(gen_random_uuid()::text placing lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint >> 16), 8, '0') from 1 for 8)
  placing lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint & 65535), 4, '0') || '-7' from 10 for 6)::uuid`;

const user = "(SELECT id FROM users OFFSET $1::int % 5000 LIMIT 1)";
const STORY = "repeat('the fox went over the hill ', 12)";
const writesWith = (id) => ({
  createDrawing: [
    "drawings",
    `INSERT INTO drawings (id, user_id, tutorial_id, uploaded_image_url)
    SELECT ${id}, ${user}, (SELECT id FROM tutorials OFFSET $1::int % 40 LIMIT 1), 'https://images.example.org/x.png'`,
  ],
  createStory: [
    "stories",
    `INSERT INTO stories (id, user_id, drawing_id, title, story_text_en, story_text_de, image_url)
    SELECT ${id}, user_id, id, 'Story ' || $1::int, ${STORY}, ${STORY}, 'https://images.example.org/x.png' FROM drawings WHERE id = md5('drawing' || $1::int * 37 % 100000)::uuid`,
  ],
  updateDrawing: [
    "drawings",
    "UPDATE drawings SET uploaded_image_url = uploaded_image_url || '?' WHERE id = md5('drawing' || $1::int * 37 % 100000)::uuid",
  ],
  updateStory: [
    "stories",
    "UPDATE stories SET story_text_en = upper(story_text_en) WHERE id = md5('story' || $1::int * 101 % 300000)::uuid",
  ],
  favoriteStory: [
    "stories",
    "UPDATE stories SET is_favorite = NOT is_favorite WHERE id = md5('story' || $1::int * 103 % 300000)::uuid",
  ],
});

const opened = await openDatabase(Number(process.env.SCALE ?? 1));
const client = new pg.Client({ connectionString: opened.url });
await client.connect();
const one = async (text, values) => Object.values((await client.query(text, values)).rows[0])[0];
const indexBytes = async (table) => Number(await one("SELECT pg_indexes_size($1::regclass)", [table]));
const updates = async (table) => {
  await client.query("SELECT pg_stat_force_next_flush()");
  await client.query("SELECT pg_stat_clear_snapshot()");
  return (
    await client.query("SELECT n_tup_upd::int AS all, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables WHERE relname = $1", [
      table,
    ])
  ).rows[0];
};

console.log(
  "| write | model | WAL bytes | of them without page images | index bytes | HOT | HOT of row_counts |\n| --- | --- | --- | --- | --- | --- | --- |",
);
for (const [model, setup, id, fillfactor] of [
  ["before", BEFORE, V4, 100],
  ["now", NOW, V7, 50],
]) {
  await client.query(NOW);
  if (setup !== NOW) await client.query(setup);
  await client.query(`ALTER TABLE row_counts SET (fillfactor = ${fillfactor})`);
  await client.query("VACUUM (FULL, ANALYZE) row_counts");
  for (const [name, [table, text]] of Object.entries(writesWith(id))) {
    await client.query("CHECKPOINT");
    const [bytes, counts, accounts, wal] = [
      await indexBytes(table),
      await updates(table),
      await updates("row_counts"),
      await walSoFar(),
    ];
    for (let n = 0; n < WRITES; n++) await client.query({ name: `${model} ${name}`, text, values: [n] });
    const [bytesAfter, countsAfter, accountsAfter, walAfter] = [
      await indexBytes(table),
      await updates(table),
      await updates("row_counts"),
      await walSoFar(),
    ];
    const share = (from, to) =>
      to.all === from.all ? "–" : `${Math.round((100 * (to.hot - from.hot)) / (to.all - from.all))} %`;
    const [all, images] = [walAfter.bytes - wal.bytes, (walAfter.images - wal.images) * 8192];
    console.log(
      `| ${name} | ${model} | ${Math.round(all / WRITES)} | ${Math.max(0, Math.round((all - images) / WRITES))} | ${Math.round((bytesAfter - bytes) / WRITES)} | ${share(counts, countsAfter)} | ${share(accounts, accountsAfter)} |`,
    );
  }
}
for (const table of ["drawings", "stories"])
  console.log(
    `${table}: table ${await one("SELECT pg_size_pretty(pg_table_size($1::regclass))", [table])}, indexes ${await one("SELECT pg_size_pretty(pg_indexes_size($1::regclass))", [table])}`,
  );
await client.end();
await opened.close();

async function walSoFar() {
  const { rows } = await client.query(
    "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS bytes, wal_fpi AS images FROM pg_stat_wal",
  );
  return { bytes: Number(rows[0].bytes), images: Number(rows[0].images) };
}
