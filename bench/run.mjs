// npm run bench: starts every server, checks that all answer the same, measures them in turns, writes results.json and results.svg, and
// prints the tables of docs/speed.md. README.md says how it measures, and which settings narrow it down.
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { drawChart } from "./chart.mjs";
import { checkSame, cursorAfter } from "./check.mjs";
import { openDatabase } from "./database.mjs";
import { cpuSeconds, load, peakMemory, resetPeak } from "./measure.mjs";
import { watchOthers } from "./others.mjs";
import { servers, startDelay, startServer } from "./servers.mjs";
import { summarize } from "./summarize.mjs";
import { tables } from "./tables.mjs";
import { warmUp } from "./warmUp.mjs";
import { asksByCursor, PAGES_BEFORE, requestsTo, workloads } from "./workloads.mjs";

const chosen = (name, all) => process.env[name]?.split(";").filter(Boolean) ?? all;
const number = (name, standard) => Number(process.env[name] ?? standard);
const scale = number("SCALE", 1);
const seconds = number("SECONDS", 0.5);
const rounds = number("ROUNDS", 5);
const peerRounds = Math.min(rounds, number("PEER_ROUNDS", 3));
const names = chosen("SERVERS", Object.keys(servers));
const asked = chosen("WORKLOADS", workloads);
const delayMs = number("DELAY_MS", 2);
const cases = [
  ...chosen("CONNECTIONS", ["8", "64", "256"]).map((connections) => ({ connections: Number(connections), delayMs: 0 })),
  ...chosen("DELAYED", ["8", "64"]).map((connections) => ({ connections: Number(connections), delayMs })),
];
/** The two that are compared in every round, and with a distant database. */
const PAIR = ["bare", "novadraw"];
const WARM_UP_SECONDS = 20;
/** How much of the machine others may have while a turn is measured; and how often such a turn is taken again. */
const MOST_OF_OTHERS = 0.05;
const TRIES = 3;
const PAUSE_MS = 1_000;
const say = (text) => process.stderr.write(`${new Date().toTimeString().slice(0, 8)} ${text}\n`);

const started = performance.now();
const disturbed = { again: 0, dropped: 0 };
const stops = [];
try {
  const database = await openDatabase(scale);
  stops.push(database.close);
  const ours = [process.pid, ...(database.process ? [database.process] : [])];
  const near = await startAll(names, database.url);
  const distant = cases.some((one) => one.delayMs > 0) ? await startDistant(database.url) : [];
  const cursors = await findCursors(near);
  for (const workload of asked) await checkSame(workload, [...near, ...distant], (name) => requests(name, workload));
  say("warming up …");
  for (const server of [...near, ...distant])
    for (const workload of asked) await warmUp(server, requests(server.name, workload), { seconds: 1 }, WARM_UP_SECONDS);
  const results = [];
  for (const one of cases)
    for (const workload of asked) {
      say(`${one.connections} connections${one.delayMs > 0 ? `, ${one.delayMs} ms away` : ""}: ${workload}`);
      results.push({ ...one, workload, rounds: await measure(one.delayMs > 0 ? distant : near, workload, one.connections) });
    }
  report(results, database.version);

  function requests(name, workload) {
    return requestsTo(name, workload, cursors.get(name));
  }

  async function measure(running, workload, connections) {
    const measured = [];
    for (let round = 0; round < rounds; round++) {
      const taking = running.filter(({ name }) => round < peerRounds || PAIR.includes(name));
      // The order turns with each round, so that none is always measured after the same other.
      const order = round % 2 === 0 ? taking : taking.toReversed();
      const turns = await roundOf(order, workload, connections);
      if (turns) measured.push(turns);
      else disturbed.dropped++;
    }
    return measured;
  }

  /** A turn of each; nothing when others disturb one of them. */
  async function roundOf(order, workload, connections) {
    const turns = {};
    for (const server of order) {
      const turn = await quietTurn(server, requests(server.name, workload), connections);
      if (!turn) return undefined;
      turns[server.name] = turn;
    }
    return turns;
  }

  /** A turn that others did not disturb; nothing when each try was disturbed. */
  async function quietTurn({ pid, port }, list, connections) {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const ofOthers = watchOthers(ours);
      resetPeak(pid);
      const cpu = cpuSeconds(pid);
      const turn = await load(port, list, { connections, seconds });
      turn.cpu = (cpuSeconds(pid) - cpu) / turn.requests;
      turn.memory = peakMemory(pid);
      if (ofOthers() < MOST_OF_OTHERS) return turn;
      disturbed.again++;
      await wait(PAUSE_MS);
    }
    return undefined;
  }
} finally {
  for (const stop of stops.reverse()) await stop();
}

async function startAll(list, url) {
  const running = [];
  for (const name of list) {
    const server = await startServer(name, url);
    stops.push(server.stop);
    running.push(server);
  }
  return running;
}

async function startDistant(url) {
  const delay = await startDelay(url, delayMs);
  stops.push(delay.stop);
  return startAll(
    names.filter((name) => PAIR.includes(name)),
    delay.url,
  );
}

async function findCursors(running) {
  if (!asked.some(asksByCursor)) return new Map();
  say(`reading ${PAGES_BEFORE} pages of each …`);
  const found = new Map();
  for (const { name, port } of running)
    found.set(name, await cursorAfter(port, requestsTo(name, "deep, page 1")[0], PAGES_BEFORE));
  return found;
}

function report(results, version) {
  const about = {
    machine: `${cpus().length} × ${cpus()[0].model}, with PostgreSQL ${version}, all servers and the load on it`,
    ...{ scale, rounds, peerRounds, seconds, ...disturbed, minutes: Math.round((performance.now() - started) / 60_000) },
  };
  const summary = results.map(({ rounds: measured, ...one }) => ({ ...one, servers: summarize(measured) }));
  const lines = (list) => list.map((one) => ` ${JSON.stringify(one)}`).join(",\n");
  writeFileSync(
    new URL("results.json", import.meta.url),
    `{"about": ${JSON.stringify(about)},\n"summary": [\n${lines(summary)}\n],\n"results": [\n${lines(results)}\n]}\n`,
  );
  writeFileSync(new URL("results.svg", import.meta.url), drawChart(summary, about));
  console.log(tables(summary, about));
}
