// npm run backfill: reads' p99 while the stories are made searchable, a million of them, compared with before. Clients read and write all the time.
import pg from "pg";
import { FillSearchTextOfStories1795800030100 as FillSearchText } from "../dist/migrations/1795800030100-FillSearchTextOfStories.js";
import { createDataSource } from "../dist/src/createDataSource.js";
import { openDatabase } from "./database.mjs";
import { load } from "./measure.mjs";
import { startServer } from "./servers.mjs";
import { untilReady } from "./untilReady.mjs";
import { requestsTo } from "./workloads.mjs";

const ROWS = Number(process.env.ROWS ?? 1_000_000);
const SECONDS = Number(process.env.SECONDS ?? 20);
/** On a busy machine the last row is far away, and a few windows tell as much. */
const WINDOWS = Number(process.env.WINDOWS ?? Number.POSITIVE_INFINITY);
/** Writers are a few children who mark a story, with a pause in between. */
const WRITERS = 2;
const WRITE_PAUSE_MS = 50;

const opened = await openDatabase(1);
const client = new pg.Client({ connectionString: opened.url });
await client.connect();
const {
  rows: [{ count }],
} = await client.query("SELECT count(*)::int FROM stories");
if (count < ROWS) {
  await client.query(`INSERT INTO stories (user_id, drawing_id, title, story_text_en, story_text_de, image_url, created_at)
    SELECT user_id, drawing_id, title, story_text_en, story_text_de, image_url, created_at FROM stories, generate_series(1, 3) LIMIT ${ROWS - count}`);
}
await client.query("UPDATE stories SET search_text = NULL");
await client.query("DELETE FROM migration_positions WHERE name = $1", [new FillSearchText().name]);
await client.query("VACUUM (FULL, ANALYZE) stories");
const {
  rows: [{ began: beganAt }],
} = await client.query("SELECT clock_timestamp()::text AS began");
if (process.env.ONLY_LOAD) process.exit(0);
const server = await startServer("novadraw", opened.url);
await untilReady(server.port);
const requests = requestsTo("novadraw", "gallery");
const read = (seconds) => load(server.port, requests, { seconds });

let isOver = false;
let written = 0;
const marked = new Set();
const writers = Promise.all(
  Array.from({ length: WRITERS }, async (_, writer) => {
    const own = new pg.Client({ connectionString: opened.url });
    await own.connect();
    for (let n = writer; !isOver; n += WRITERS) {
      const { rows } = await own.query(
        "UPDATE stories SET is_favorite = NOT is_favorite WHERE id = md5('story' || $1::int % 300000)::uuid RETURNING id",
        [n * 7919],
      );
      for (const { id } of rows) marked.add(id);
      written++;
      await new Promise((resolve) => setTimeout(resolve, WRITE_PAUSE_MS));
    }
    await own.end();
  }),
);

await read(5);
const before = await read(SECONDS);
const quiet = { info: () => {}, warn: () => {} };
const database = createDataSource(
  { url: opened.url, directory: "", poolSize: 2, isSqlEchoed: false, isPreparing: true },
  quiet,
);
await database.initialize();
const runner = database.createQueryRunner();
const began = performance.now();
let last;
const migration = new FillSearchText().up(runner, (progress) => {
  last = progress;
  process.stderr.write(`${progress.rowsDone} rows, ${progress.secondsToGo} s to go\n`);
});
let isDone = false;
/** Its failure is told where it is waited for. */
void migration
  .catch(() => undefined)
  .finally(() => {
    isDone = true;
  });
const during = [];
while (!isDone && during.length < WINDOWS) during.push(await read(SECONDS));
if (during.length < WINDOWS) await migration;
const seconds = (performance.now() - began) / 1000;
isOver = true;
await writers;
const p99s = during.map(({ p99 }) => p99).sort((one, other) => one - other);
console.log(`before: ${before.rate.toFixed(0)} reads/s, p99 ${before.p99.toFixed(1)} ms`);
console.log(
  `during: ${during.length} windows of ${SECONDS} s, p99 ${p99s[0].toFixed(1)} to ${p99s.at(-1).toFixed(1)} ms, median ${p99s[p99s.length >> 1].toFixed(1)} ms; rates ${during.map(({ rate }) => rate.toFixed(0)).join(" ")}`,
);
console.log(`${last.rowsDone} rows in ${seconds.toFixed(0)} s; ${written} writes meanwhile`);
const {
  rows: [left],
} = await client.query(
  `SELECT count(*) FILTER (WHERE search_text IS NULL) AS unfilled,
    count(*) FILTER (WHERE updated_at >= $1 AND id <> ALL ($2::uuid[])) AS touched FROM stories`,
  [beganAt, [...marked]],
);
console.log(
  `${left.unfilled} rows are not filled; ${left.touched} have another updated_at, beside the ${marked.size} that were marked`,
);
if (isDone) {
  await runner.release();
  await database.destroy();
}
await client.end();
await server.stop();
await opened.close();
// Stopped before its end, the migration still has a connection.
process.exit();
