// npm run bench: starts every server, checks that all answer the same, measures them in turns, writes results.json and results.svg.
// BENCH_DATABASE_URL  a database server; the run makes a database there and drops it. Without it, PostgreSQL is started for the run.
// SCALE, ROUNDS, SECONDS, SERVERS, WORKLOADS narrow it down; KEEP_DATABASE=name uses one that is loaded on that server, or loads and keeps it.
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { drawChart } from "./chart.mjs";
import { openDatabase } from "./database.mjs";
import { cpuSeconds, load, peakMemory, resetPeak } from "./measure.mjs";
import { servers, startServer } from "./servers.mjs";
import { workloads } from "./workloads.mjs";

const scale = Number(process.env.SCALE ?? 1);
const rounds = Number(process.env.ROUNDS ?? 5);
const seconds = Number(process.env.SECONDS ?? 3);
const pick = (all, chosen) => (chosen ? chosen.split(";") : all);
const names = pick(Object.keys(servers), process.env.SERVERS);
const asked = pick(Object.keys(workloads), process.env.WORKLOADS);
const say = (text) => process.stderr.write(`${text}\n`);

const database = await openDatabase(scale);
const running = [];
try {
  for (const name of names) running.push(await startServer(name, database.url));
  say("warming up …");
  for (const workload of asked) for (const { name, port } of running) await warmUp(workload, name, port);
  const results = {};
  for (const workload of asked) results[workload] = await measure(workload);
  report(results);
} finally {
  await Promise.all(running.map(({ stop }) => stop()));
  await database.close();
}

/** Every server sees every workload before any is measured, so that none is measured while its code is still being compiled. */
async function warmUp(workload, name, port) {
  const { query: text, postgraphile, requests } = workloads[workload];
  await load(port, name === "postgraphile" ? postgraphile : text, requests(null), { seconds: 1 });
}

async function measure(workload) {
  const { query: text, postgraphile, requests, pagesBefore = 0 } = workloads[workload];
  const turns = [];
  for (const server of running) {
    const own = server.name === "postgraphile" ? postgraphile : text;
    const cursor = pagesBefore > 0 ? await cursorAfter(server.port, own, requests(null)[0], pagesBefore) : null;
    turns.push({ server, text: own, requests: requests(cursor), rounds: [] });
  }
  await checkSame(workload, turns);
  for (const { server, text: own, requests: list } of turns) await load(server.port, own, list, { seconds: 1 });
  for (let round = 1; round <= rounds; round++) {
    say(`${workload}: round ${round} of ${rounds}`);
    for (const turn of turns) {
      const { pid, port } = turn.server;
      resetPeak(pid);
      const cpu = cpuSeconds(pid);
      const result = await load(port, turn.text, turn.requests, { seconds });
      turn.rounds.push({ ...result, cpuPerRequest: (cpuSeconds(pid) - cpu) / result.requests, peakMiB: peakMemory(pid) });
    }
  }
  return Object.fromEntries(turns.map(({ server, rounds: measured }) => [server.name, measured]));
}

async function ask(port, text, { token, variables }) {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: text, variables }),
  });
  return response.json();
}

async function cursorAfter(port, text, { token }, pages) {
  let after = null;
  for (let page = 0; page < pages; page++)
    after = (await ask(port, text, { token, variables: { after } })).data.stories.pageInfo.endCursor;
  return after;
}

/** Compares the first and the last answer of all servers, cursors aside; PostGraphile's lists are connections throughout. */
async function checkSame(workload, turns) {
  for (const place of [0, -1]) {
    const answers = await Promise.all(
      turns.map(async ({ server, text, requests }) => [server.name, await ask(server.port, text, requests.at(place))]),
    );
    const [, expected] = answers[0];
    for (const [name, answer] of answers)
      if (plain(answer) !== plain(expected))
        throw new Error(
          `${name} answers ${workload} otherwise:\n${plain(answer).slice(0, 600)}\n${plain(expected).slice(0, 600)}`,
        );
  }
}

function plain(answer) {
  return JSON.stringify(answer, (key, value) => {
    if (key === "pageInfo" || key === "extensions") return undefined;
    return key === "steps" ? (value.nodes ?? value) : value;
  });
}

function report(results) {
  const machine = `${cpus().length} × ${cpus()[0].model}, PostgreSQL and all servers and the load on it`;
  const summary = Object.fromEntries(Object.entries(results).map(([workload, byServer]) => [workload, summarize(byServer)]));
  writeFileSync(
    new URL("results.json", import.meta.url),
    `${JSON.stringify({ machine, scale, rounds, seconds, summary, results }, null, 1)}\n`,
  );
  writeFileSync(new URL("results.svg", import.meta.url), drawChart(summary, machine));
  console.log(
    "| workload | server | requests/s | of bare (spread) | p50 ms | p99 ms (of bare) | CPU µs | memory MiB |\n|---|---|---|---|---|---|---|---|",
  );
  for (const [workload, rows] of Object.entries(summary))
    for (const [name, row] of Object.entries(rows))
      console.log(
        `| ${workload} | ${servers[name].title} | ${row.rate.toFixed(0)} | ${row.share.toFixed(2)} (${row.least.toFixed(2)}–${row.most.toFixed(2)}) | ${row.p50.toFixed(2)} | ${row.p99.toFixed(2)} (${row.p99Share.toFixed(2)}) | ${(row.cpu * 1e6).toFixed(0)} | ${row.memory.toFixed(0)} |`,
      );
}

/** Medians over rounds; ratios are taken within each round, so that a slow minute counts on both sides. */
function summarize(byServer) {
  const bare = byServer.bare ?? Object.values(byServer)[0];
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  return Object.fromEntries(
    Object.entries(byServer).map(([name, measured]) => {
      const shares = measured.map(({ rate }, round) => rate / bare[round].rate);
      const middle = (key) => median(measured.map((round) => round[key]));
      return [
        name,
        {
          rate: middle("rate"),
          share: median(shares),
          least: Math.min(...shares),
          most: Math.max(...shares),
          p50: middle("p50"),
          p99: middle("p99"),
          p99Share: median(measured.map(({ p99 }, round) => p99 / bare[round].p99)),
          cpu: middle("cpuPerRequest"),
          memory: middle("peakMiB"),
        },
      ];
    }),
  );
}
