// npm run shapes: whether the memory of PostgreSQL and of the server's process stays flat under queries of ever new shapes, each asked ten times.
// MINUTES (60) says how long, A_SECOND (4) how many new shapes.
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { tokenOf, uuidOf } from "./data.mjs";
import { openDatabase } from "./database.mjs";
import { load } from "./measure.mjs";
import { childrenOf } from "./others.mjs";
import { startServer } from "./servers.mjs";
import { untilReady } from "./untilReady.mjs";

const minutes = Number(process.env.MINUTES ?? 60);
const perSecond = Number(process.env.A_SECOND ?? 4);
const ALIASES = 590;
const TIMES = 10;
const VIEWERS = 200;
const STEPS = 20;

const database = await openDatabase(0.1);
const server = await startServer("novadraw", database.url);
try {
  await untilReady(server.port);
  console.log("| minutes | shapes | MiB of PostgreSQL's connections | MiB of the process |");
  console.log("| --- | --- | --- | --- |");
  const started = Date.now();
  let shapes = 0;
  for (let step = 1; step <= STEPS; step++) {
    while (Date.now() - started < (step / STEPS) * minutes * 60_000) {
      await load(server.port, [requestOf(shapes++)], { connections: 1, times: TIMES });
      await wait(Math.max(0, started + (shapes / perSecond) * 1000 - Date.now()));
    }
    const cells = [(Date.now() - started) / 60_000, shapes, ofConnections(), mebibytes(server.pid, "VmRSS")];
    console.log(`| ${cells.map((cell) => Number(cell.toFixed(1))).join(" | ")} |`);
  }
} finally {
  await server.stop();
  await database.close();
}

function requestOf(number) {
  const aliases = Array.from({ length: ALIASES }, (_, field) => `shape${number}of${field}: title`).join(" ");
  const viewer = 1 + (number % VIEWERS);
  const variables = { id: uuidOf("story", viewer) };
  return { query: `query ($id: ID!) { story(id: $id) { ${aliases} } }`, token: tokenOf(viewer), variables };
}

/** What the server's connections hold of their own; PostgreSQL's shared buffers are not theirs. */
function ofConnections() {
  const ours = (pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(database.name);
  return childrenOf(database.process)
    .filter(ours)
    .reduce((sum, pid) => sum + mebibytes(pid, "RssAnon"), 0);
}

function mebibytes(pid, key) {
  return Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
}
