// npm run writes: what a write costs the database: bytes of WAL, growth of the indexes, and how many updates are HOT. Counted, not timed,
// on a PostgreSQL of its own.
import pg from "pg";
import { loadedDatabase } from "./database.mjs";
import { startOwnPostgres } from "./ownPostgres.mjs";

const WRITES = 2_000;
const V4 = "gen_random_uuid()";
const V7 = "uuidv7()";
const OF_UPDATES = [
  "ix_drawings_updated_at_id ON drawings (updated_at, id)",
  "ix_drawings_user_id_updated_at_id ON drawings (user_id, updated_at, id)",
  "ix_drawings_tutorial_id_updated_at_id ON drawings (tutorial_id, updated_at, id)",
  "ix_stories_updated_at_id ON stories (updated_at, id)",
  "ix_stories_user_id_updated_at_id ON stories (user_id, updated_at, id)",
];
/** The last one is what the model would be without the orders by updated_at. */
const MODELS = [
  { model: "before", id: V4, indexes: OF_UPDATES, fillfactor: 100 },
  { model: "now", id: V7, indexes: OF_UPDATES, fillfactor: 50 },
  { model: "without orders by updated_at", id: V7, indexes: [], fillfactor: 50 },
];

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
      SELECT ${id}, user_id, id, 'Story ' || $1::int, ${STORY}, ${STORY}, 'https://images.example.org/x.png'
      FROM drawings WHERE id = md5('drawing' || $1::int * 37 % 100000)::uuid`,
  ],
  updateDrawing: [
    "drawings",
    "UPDATE drawings SET uploaded_image_url = uploaded_image_url || '?' WHERE id = md5('drawing' || $1::int * 37 % 100000)::uuid",
  ],
  updateStory: [
    "stories",
    "UPDATE stories SET story_text_en = story_text_en || '.' WHERE id = md5('story' || $1::int * 101 % 300000)::uuid",
  ],
  setStoryFavorite: [
    "stories",
    "UPDATE stories SET is_favorite = NOT is_favorite WHERE id = md5('story' || $1::int * 103 % 300000)::uuid",
  ],
});

const postgres = await startOwnPostgres();
const client = new pg.Client({ connectionString: await loadedDatabase(postgres.url, "novadraw_writes", 1) });
await client.connect();
const one = async (text, values) => Object.values((await client.query(text, values)).rows[0])[0];
const indexBytes = async (table) => Number(await one("SELECT pg_indexes_size($1::regclass)", [table]));
const walBytes = async () => Number(await one("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"));
let number = 0;

try {
  console.log("| write | model | WAL bytes | just after a checkpoint | index bytes | HOT | HOT of row_counts |");
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  for (const { model, id, indexes, fillfactor } of MODELS) {
    for (const index of OF_UPDATES) await client.query(`DROP INDEX IF EXISTS ${index.split(" ")[0]}`);
    for (const index of indexes) await client.query(`CREATE INDEX ${index}`);
    await client.query(`ALTER TABLE row_counts SET (fillfactor = ${fillfactor})`);
    // Each model begins with tables and indexes as dense as a load leaves them.
    await client.query("VACUUM (FULL, ANALYZE)");
    for (const [name, [table, text]] of Object.entries(writesWith(id))) {
      const whole = await measure({ table, text, isAfterCheckpoint: true });
      const lean = await measure({ table, text, isAfterCheckpoint: false });
      console.log(`| ${name} | ${model} | ${lean.wal} | ${whole.wal} | ${lean.indexes} | ${lean.hot} | ${lean.hotOfCounts} |`);
    }
    for (const table of ["drawings", "stories"])
      console.log(
        `${model}: indexes of ${table} ${await one("SELECT pg_size_pretty(pg_indexes_size($1::regclass))", [table])}`,
      );
  }
} finally {
  await client.end();
  await postgres.stop();
}

/** What a write costs on average. After a checkpoint the first change of each page writes the page's image, too. */
async function measure({ table, text, isAfterCheckpoint }) {
  await client.query(`ALTER SYSTEM SET full_page_writes = ${isAfterCheckpoint ? "on" : "off"}`);
  await client.query("SELECT pg_reload_conf()");
  await client.query("CHECKPOINT");
  const before = [await indexBytes(table), await updates(table), await updates("row_counts"), await walBytes()];
  for (let n = 0; n < WRITES; n++) await client.query({ text, values: [number++] });
  const after = [await indexBytes(table), await updates(table), await updates("row_counts"), await walBytes()];
  return {
    wal: Math.round((after[3] - before[3]) / WRITES),
    indexes: Math.round((after[0] - before[0]) / WRITES),
    hot: shareOf(before[1], after[1]),
    hotOfCounts: shareOf(before[2], after[2]),
  };
}

async function updates(table) {
  await client.query("SELECT pg_stat_force_next_flush()");
  await client.query("SELECT pg_stat_clear_snapshot()");
  const text = "SELECT n_tup_upd::int AS all, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables WHERE relname = $1";
  return (await client.query(text, [table])).rows[0];
}

function shareOf(from, to) {
  if (to.all === from.all) return "–";
  return `${Math.round((100 * (to.hot - from.hot)) / (to.all - from.all))} %`;
}
