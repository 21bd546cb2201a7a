// npm run overload: what happens when ten times too many come (docs/guarantees.md, L1 to L4 and C3). It finds the server's capacity
// from a few connections, sends ten times as much whatever the answers do, and looks again ten seconds later; then it floods the server
// in other ways beside readers. It prints rows for a page in results/ and draws results/overload.svg. It takes about four minutes, and the
// server as the others do. SECONDS (15) is how long the overload lasts,
// PARTS (all) some of L1;L3;L4;C3.
import { writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { tokenOf } from "./data.mjs";
import { openDatabase } from "./database.mjs";
import { floods } from "./floods.mjs";
import { startProbe } from "./healthProbe.mjs";
import { cpuSeconds, peakMemory, resetPeak } from "./measure.mjs";
import { closedLoop, openLoop, percentile, succeeded } from "./openLoop.mjs";
import { drawOverload } from "./overloadChart.mjs";
import { startServer } from "./servers.mjs";
import { requestsTo } from "./workloads.mjs";

const seconds = Math.min(30, Number(process.env.SECONDS ?? 15));
const parts = process.env.PARTS?.split(";");
const isAsked = (name) => parts === undefined || parts.some((part) => name.startsWith(part));
const TIMES = 10;
const CALM_S = 8;
const RECOVERY_S = 10;
const CONNECTIONS = 16;
const HEALTH_PORT = 8190;
const say = (text) => process.stderr.write(`${text}\n`);

const requestOf = ({ query, token, variables }) => ({
  method: "POST",
  path: "/graphql",
  headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
  body: JSON.stringify({ query, variables }),
});
/** It takes PostgreSQL so long that ten times its capacity, and refusing that, take little of the machine that all share. */
const PAGE = `query Page { users(first: 100) { nodes { id name drawings(first: 10) { nodes { id uploadedImageUrl tutorial { subject }
  stories(first: 3) { nodes { id title drawing { id tutorial { subject } user { name } } } } } } } } }`;
const page = [requestOf({ query: PAGE, token: tokenOf(0), variables: {} })];
const gallery = requestsTo("novadraw", "gallery").map(requestOf);

const unlimited = { BUDGET_ROWS: "999999999", BUDGET_ROWS_PER_SECOND: "999999999", HEALTH_PORT: String(HEALTH_PORT) };

const database = await openDatabase(Number(process.env.SCALE ?? 1));
const rows = [];
try {
  if (isAsked("L1")) {
    const run = await overloaded("a page of 14,100 rows", page);
    writeFileSync(new URL("results/overload.svg", import.meta.url), drawOverload(run));
    await overloaded("a gallery of 51 rows", gallery);
  }
  for (const flood of floods.filter(({ name }) => isAsked(name))) {
    const server = await startServer("novadraw", database.url, { TRUST_PROXY: "loopback", HEALTH_PORT: String(HEALTH_PORT) });
    await beside(server, flood, gallery).finally(server.stop);
  }
} finally {
  await database.close();
}
console.log(`\n| what | figure |\n| --- | --- |\n${rows.map(([what, figure]) => `| ${what} | ${figure} |`).join("\n")}`);

/** Nearly all of what a short page costs is receiving it and answering it, so refusing it costs about as much as the page. */
async function overloaded(what, requests) {
  rows.push([`**${what}**`, ""]);
  const server = await startServer("novadraw", database.url, unlimited);
  return overload(server, requests).finally(server.stop);
}

async function overload(server, requests) {
  await closedLoop(server.port, requests, { connections: CONNECTIONS, seconds: 4 });
  say("L1: capacity …");
  const calm = await closedLoop(server.port, requests, { connections: CONNECTIONS, seconds: CALM_S });
  const capacity = succeeded(calm).length / CALM_S;
  say(`L1: ${TIMES} × ${capacity.toFixed(0)}/s for ${seconds} s …`);
  resetPeak(server.pid);
  const before = peakMemory(server.pid);
  const cpu = cpuSeconds(server.pid);
  const probe = startProbe(HEALTH_PORT);
  const flood = await openLoop(server.port, requests, { rate: TIMES * capacity, seconds });
  const health = await probe.stop();
  const peak = peakMemory(server.pid);
  const busy = cpuSeconds(server.pid) - cpu;
  await wait(RECOVERY_S * 1000);
  resetPeak(server.pid);
  const settled = peakMemory(server.pid);
  const after = await closedLoop(server.port, requests, { connections: CONNECTIONS, seconds: CALM_S });
  const good = succeeded(flood);
  const refused = flood.outcomes.filter(({ status }) => status === 503);
  const others = flood.outcomes.filter(({ status }) => status !== 200 && status !== 503);
  const goodput = good.length / seconds;
  rows.push(
    [
      `L1: capacity, ${CONNECTIONS} connections`,
      `${capacity.toFixed(0)}/s, p99 ${percentile(calm.outcomes, 0.99).toFixed(0)} ms`,
    ],
    [
      `L1: answered at ${TIMES} times the capacity (${(TIMES * capacity).toFixed(0)}/s)`,
      `${goodput.toFixed(0)}/s, ${share(goodput / capacity)} of the capacity; p50 ${percentile(good, 0.5).toFixed(0)} ms, p99 ${percentile(good, 0.99).toFixed(0)} ms`,
    ],
    [
      "L1: refused",
      `${refused.length}, ${refused.filter(({ retryAfter }) => retryAfter).length} with Retry-After; p50 ${percentile(refused, 0.5).toFixed(0)} ms, p99 ${percentile(refused, 0.99).toFixed(0)} ms`,
    ],
    [
      `L1: processor time of the server, and of the load`,
      `${busy.toFixed(1)} s and ${flood.busy.toFixed(1)} s for ${flood.outcomes.length} requests`,
    ],
    [`L1: reset or answered otherwise; not sent`, `${others.length}; ${flood.unsent}`],
    ["L2: /healthz meanwhile", healthRow(health)],
    [
      `L1: memory before, at most, ${RECOVERY_S} s after`,
      `${[before, peak, settled].map((mib) => mib.toFixed(0)).join(", ")} MiB`,
    ],
    [
      `L1: ${RECOVERY_S} s after`,
      `${(succeeded(after).length / CALM_S).toFixed(0)}/s, p99 ${percentile(after.outcomes, 0.99).toFixed(0)} ms`,
    ],
  );
  return { capacity, seconds, times: TIMES, calm, flood, after };
}

/** Readers' rate beside a flood, as a share of their rate alone, in turns. */
async function beside(server, { name, start, setUp }, requests) {
  say(`${name} …`);
  const tools = { server, databaseUrl: database.url, requestOf };
  const given = await setUp?.(tools);
  const read = (turn) => closedLoop(server.port, requests, { connections: 8, seconds: turn });
  await read(4);
  const [alone, flooded] = [[], []];
  const health = { times: [], failed: 0 };
  let detail = "";
  for (let turn = 0; turn < 3; turn++) {
    alone.push(...(await read(3)).outcomes);
    const flood = await start(tools, given);
    await wait(500);
    const probe = startProbe(HEALTH_PORT);
    flooded.push(...(await read(3)).outcomes);
    const { times, failed } = await probe.stop();
    health.times.push(...times);
    health.failed += failed;
    detail = await flood.stop();
  }
  const wrong = flooded.filter(({ status }) => status !== 200).length;
  rows.push([
    name,
    `reads at ${share(flooded.length / alone.length)} of their rate, p99 ${percentile(flooded, 0.99).toFixed(0)} ms (${percentile(alone, 0.99).toFixed(0)} ms alone), ${wrong} failed; ${detail}; /healthz ${healthRow(health)}`,
  ]);
}

function share(value) {
  return `${(100 * value).toFixed(0)} %`;
}

function healthRow({ times, failed }) {
  return `${times.length} times, at most ${Math.max(...times).toFixed(0)} ms${failed > 0 ? `, ${failed} failed` : ""}`;
}
