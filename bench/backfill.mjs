// npm run backfill: reads' p99 while a data migration changes a million rows, compared with before. Clients read and write all the time.
import pg from "pg";
import { DataMigration } from "../dist/packages/operations/src/DataMigration.js";
import { createDataSource } from "../dist/src/createDataSource.js";
import { openDatabase } from "./database.mjs";
import { load } from "./measure.mjs";
import { startServer } from "./servers.mjs";
import { requestsTo } from "./workloads.mjs";

const ROWS = 1_000_000;
const SECONDS = Number(process.env.SECONDS ?? 20);
/** On a busy machine the last row is far away, and a few windows tell as much. */
const WINDOWS = Number(process.env.WINDOWS ?? Number.POSITIVE_INFINITY);
/** Writers are a few children who mark a story, with a pause in between. */
const WRITERS = 2;
const WRITE_PAUSE_MS = 50;

class CountLetters extends DataMigration {
  name = "CountLetters1899999999999";
  table = "stories";
  statement = "UPDATE stories SET generation_time_ms = char_length(story_text_en) FROM batch WHERE stories.id = batch.id";
}

const opened = await openDatabase(1);
const client = new pg.Client({ connectionString: opened.url });
await client.connect();
const {
  rows: [{ count }],
} = await client.query("SELECT count(*)::int FROM stories");
if (count < ROWS) {
  await client.query(`INSERT INTO stories (user_id, drawing_id, title, story_text_en, story_text_de, image_url, created_at)
    SELECT user_id, drawing_id, title, story_text_en, story_text_de, image_url, created_at FROM stories, generate_series(1, 3) LIMIT ${ROWS - count}`);
  await client.query("VACUUM ANALYZE stories");
}
if (process.env.ONLY_LOAD) process.exit(0);
const server = await startServer("novadraw", opened.url);
const requests = requestsTo("novadraw", "gallery");
const read = (seconds) => load(server.port, requests, { seconds });

let isOver = false;
let written = 0;
const writers = Promise.all(
  Array.from({ length: WRITERS }, async (_, writer) => {
    const own = new pg.Client({ connectionString: opened.url });
    await own.connect();
    for (let n = writer; !isOver; n += WRITERS) {
      await own.query("UPDATE stories SET is_favorite = NOT is_favorite WHERE id = md5('story' || $1::int % 300000)::uuid", [
        n * 7919,
      ]);
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
const migration = new CountLetters().up(runner, (progress) => {
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
if (isDone) {
  await runner.release();
  await database.destroy();
}
await client.end();
await server.stop();
await opened.close();
// Stopped before its end, the migration still has a connection.
process.exit();
