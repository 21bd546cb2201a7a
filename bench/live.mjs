// npm run live: what live queries cost. Processor time of the server's process and of PostgreSQL's backends, as a percentage of one core, with so
// many streams of as many viewers, and the memory of a stream. README.md has the settings.
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { openDatabase } from "./database.mjs";
import { cpuSeconds } from "./measure.mjs";
import { childrenOf } from "./others.mjs";
import { startServer } from "./servers.mjs";
import { openStreams, UNLIMITED_STREAMS } from "./streams.mjs";
import { untilReady } from "./untilReady.mjs";

const number = (name, standard) => Number(process.env[name] ?? standard);
const streams = number("STREAMS", 1_000);
const most = number("MOST_STREAMS", 5_000);
const seconds = number("SECONDS", 10);
const FEW = 20;

const database = await openDatabase(number("SCALE", 1));
const client = new pg.Client({ connectionString: database.url });
await client.connect();
try {
  await client.query(
    `INSERT INTO sessions (token_hash, user_id, expires_at)
       SELECT sha256(('bench-token-' || n)::bytea), md5('user' || n)::uuid, '2999-01-01' FROM generate_series(1, $1::int) n
       ON CONFLICT DO NOTHING`,
    [most],
  );
  await client.query("CREATE TABLE unrelated AS SELECT 0 AS writes");
  console.log(`percent of one core, over ${seconds} s, with ${streams} streams of as many viewers\n`);
  console.log("| | PostgreSQL | process | both | transactions/s |");
  console.log("| --- | --- | --- | --- | --- |");
  console.log(await rowOf("a commit each second, single statements", { JOIN_READS: "never" }, commitEachSecond));
  console.log(await rowOf("a commit each second, joined", {}, commitEachSecond));
  console.log(await rowOf("no commit", {}, () => () => {}));
  console.log(`\n${await memory()}`);
} finally {
  await client.query("DROP TABLE IF EXISTS unrelated");
  await client.end();
  await database.close();
}

async function withServer(settings, count, work) {
  const server = await startServer("novadraw", database.url, { ...UNLIMITED_STREAMS, LIVE_SLEEP_AFTER_S: "0", ...settings });
  await untilReady(server.port);
  const sockets = await openStreams(server.port, count);
  try {
    // The first rounds compile what they run.
    await wait(5_000);
    return await work(server);
  } finally {
    for (const socket of sockets) socket.destroy();
    await server.stop();
  }
}

async function rowOf(title, settings, begin) {
  return withServer(settings, streams, async ({ pid }) => {
    const end = begin();
    const before = await figures(pid);
    await wait(seconds * 1000);
    const after = await figures(pid);
    end();
    const each = (key) => (after[key] - before[key]) / (after.at - before.at);
    const cells = [each("postgres"), each("process"), each("postgres") + each("process")];
    const rate = each("transactions");
    return `| ${[title, ...cells.map((cell) => (cell * 100).toFixed(1)), rate.toFixed(1)].join(" | ")} |`;
  });
}

/** Changes the database's state, and no answer. */
function commitEachSecond() {
  const timer = setInterval(() => client.query("UPDATE unrelated SET writes = writes + 1"), 1_000);
  return () => clearInterval(timer);
}

async function memory() {
  const few = await withServer({}, FEW, ({ pid }) => residentKiB(pid));
  const many = await withServer({}, most, ({ pid }) => residentKiB(pid));
  const each = (many - few) / (most - FEW);
  return `${most} streams in one process: ${(many / 1024).toFixed(0)} MiB, and ${(few / 1024).toFixed(0)} with ${FEW}: ${each.toFixed(0)} KiB a stream`;
}

/** What the process and the backends have used so far, and how many transactions have committed: a read is one. */
async function figures(pid) {
  // A backend tells its figures at most once a second.
  await wait(1_500);
  const { rows } = await client.query(
    "SELECT xact_commit::int AS sum FROM pg_stat_database WHERE datname = current_database()",
  );
  const at = performance.now() / 1000;
  return { at, process: cpuSeconds(pid), postgres: backendSeconds(), transactions: rows[0].sum };
}

/** What the service's backends have used so far. */
function backendSeconds() {
  const ours = (pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(database.name);
  return childrenOf(database.process)
    .filter(ours)
    .reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

function residentKiB(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
}
