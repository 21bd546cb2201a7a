// npm run processor: what a request costs in user and system time, of the server's process and of PostgreSQL's, ours and the bare
// server's in turns. It hardly moves with what else the machine does, so that it is the measure of a change. README.md has the settings.
import { readFileSync } from "node:fs";
import { cursorAfter } from "./check.mjs";
import { openDatabase } from "./database.mjs";
import { cpuSeconds, load } from "./measure.mjs";
import { childrenOf } from "./others.mjs";
import { startServer } from "./servers.mjs";
import { untilReady } from "./untilReady.mjs";
import { warmUp } from "./warmUp.mjs";
import { asksByCursor, PAGES_BEFORE, requestsTo } from "./workloads.mjs";

const number = (name, standard) => Number(process.env[name] ?? standard);
const asked = (process.env.WORKLOADS ?? "point;gallery;count").split(";");
const rounds = number("ROUNDS", 5);
const times = number("REQUESTS", 4000);
const connections = number("CONNECTIONS", 8);
const WARM_UP_STEP = { times: 2_000 };
const WARM_UP_STEPS = 8;
/** How long the rounds of a workload go on at most; a few are measured whatever happens. */
const MOST_MS = 30_000;
const LEAST_ROUNDS = 3;
const NAMES = ["bare", "novadraw"];

const database = await openDatabase(number("SCALE", 1));
const servers = [];
try {
  for (const name of NAMES) servers.push(await startServer(name, database.url));
  await untilReady(servers[1].port);
  console.log(`µs of processor time a request at ${connections} connections, medians of ${rounds} × ${times} requests;`);
  console.log("the second ratio is that of the least of each, which what else the machine does moves least\n");
  console.log("| workload | ours | bare | ratio | of the least | PostgreSQL for ours | for bare | ratio | of the least |");
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const workload of asked) console.log(rowOf(workload, await measure(workload)));
} finally {
  for (const { stop } of servers) await stop();
  await database.close();
}

async function measure(workload) {
  const lists = new Map();
  for (const { name, port } of servers) {
    const first = requestsTo(name, "deep, page 1")[0];
    const cursor = asksByCursor(workload) ? await cursorAfter(port, first, PAGES_BEFORE) : null;
    lists.set(name, requestsTo(name, workload, cursor));
  }
  for (const server of servers) await warmUp(server, lists.get(server.name), WARM_UP_STEP, WARM_UP_STEPS);
  const turns = { bare: [], novadraw: [] };
  const until = performance.now() + MOST_MS;
  for (let round = 0; round < rounds && (round < LEAST_ROUNDS || performance.now() < until); round++)
    for (const server of round % 2 === 0 ? servers : servers.toReversed())
      turns[server.name].push(await turnOf(server, lists.get(server.name)));
  return turns;
}

async function turnOf({ pid, port }, list) {
  const before = { process: cpuSeconds(pid), backends: backends() };
  await load(port, list, { connections, times });
  const seconds = {
    process: cpuSeconds(pid) - before.process,
    postgres: [...backends()].reduce((sum, [backend, now]) => sum + now - (before.backends.get(backend) ?? 0), 0),
  };
  return { process: (seconds.process / times) * 1e6, postgres: (seconds.postgres / times) * 1e6 };
}

/** What each backend of the database has used so far. Only those of the server whose turn it is have work. */
function backends() {
  const ours = (pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(database.name);
  const pids = childrenOf(database.process).filter((pid) => ours(pid));
  return new Map(pids.map((pid) => [pid, cpuSeconds(pid)]));
}

function rowOf(workload, { bare, novadraw }) {
  const cells = ["process", "postgres"].flatMap((key) => {
    const [ours, theirs] = [novadraw, bare].map((turns) =>
      turns.map((turn) => turn[key]).toSorted((one, other) => one - other),
    );
    const ratios = novadraw.map((turn, round) => turn[key] / bare[round][key]).toSorted((one, other) => one - other);
    const middle = Math.floor(ratios.length / 2);
    return [ours[middle].toFixed(0), theirs[middle].toFixed(0), ratios[middle].toFixed(2), (ours[0] / theirs[0]).toFixed(2)];
  });
  return `| ${[workload, ...cells].join(" | ")} |`;
}
