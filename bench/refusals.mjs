// npm run refusals: how long it takes to refuse what attackers send (docs/guarantees.md, B2 and B3), from the request's first byte to the
// answer's last, the slowest of TIMES (20), and how much memory the server's process held for it at most. It takes the server as the
// others do.
import { gzipSync } from "node:zlib";
import { request } from "undici";
import { openDatabase } from "./database.mjs";
import { peakMemory, resetPeak } from "./measure.mjs";
import { startServer } from "./servers.mjs";

const times = Number(process.env.TIMES ?? 20);
const many = (count, one) => Array.from({ length: count }, (_, number) => one(number)).join(" ");
const query = (text, variables) => JSON.stringify({ query: text, variables });
const MEGABYTE = 1024 * 1024;
const gzip = { "content-encoding": "gzip" };

/** Each is a body, and headers besides. */
const attacks = {
  "a body of 10 MB": ["x".repeat(10 * MEGABYTE)],
  "10 MB in chunks": [chunks(10)],
  "100 MB packed into 100 KB": [gzipSync(Buffer.alloc(100 * MEGABYTE)), gzip],
  "98 KB of brackets": ["[".repeat(98 * 1024)],
  "depth 1,000": [query(`{ ${"me { drawings { nodes { user { ".repeat(250)} id ${"} ".repeat(1001)}`)],
  "10,000 aliases": [query(`{ ${many(10_000, (n) => `a${n}: __typename`)} }`)],
  "5,000 duplicate fields": [query(`{ ${many(5_000, () => "__typename")} }`)],
  "a cycle of fragments": [query("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }")],
  "doublings by 30 fragments": [
    query(
      `{ ...F0 } ${many(30, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F30 on Query { __typename }`,
    ),
  ],
  "100,000 tokens": [query(`{ ${many(100_000, () => "a")} }`)],
  "300 KB of comments": [query(`${"#".repeat(300 * 1024)}\n{ __typename }`)],
  "10,000 variables": [
    query(
      `query (${many(10_000, (n) => `$v${n}: Int`)}) { __typename }`,
      Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`v${n}`, n])),
    ),
  ],
  "a batch of 1,000": [JSON.stringify(Array.from({ length: 1_000 }, () => ({ query: "{ __typename }" })))],
  "80 aliases of lists in lists": [
    query(`{ ${many(80, (n) => `a${n}: tutorials(first: 100) { nodes { steps { tutorial { id } } } }`)} }`),
  ],
};

const database = await openDatabase(Number(process.env.SCALE ?? 1));
const server = await startServer("novadraw", database.url, { BUDGET_ROWS: "999999999" });
await ask([query("{ __typename }")]);
console.log("| what is sent | answer | slowest, ms | memory, MiB |\n| --- | --- | --- | --- |");
for (const [name, attack] of Object.entries(attacks)) {
  resetPeak(server.pid);
  const before = peakMemory(server.pid);
  const answers = [];
  for (let time = 0; time < times; time++) answers.push(await ask(attack));
  const slowest = Math.max(...answers.map(({ ms }) => ms));
  console.log(`| ${name} | ${answers[0].answer} | ${slowest.toFixed(0)} | ${(peakMemory(server.pid) - before).toFixed(0)} |`);
}
await server.stop();
await database.close();

async function ask([given, headers]) {
  const started = performance.now();
  const body = typeof given === "function" ? given() : given;
  try {
    const answer = await request(`http://127.0.0.1:${server.port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
    const text = await answer.body.text();
    const code = /"code":"([A-Z_]+)"/.exec(text)?.[1];
    return { ms: performance.now() - started, answer: `${answer.statusCode} ${code ?? ""}` };
  } catch (error) {
    // The server answers and closes before the whole body has come; undici then tells of the closed connection.
    return { ms: performance.now() - started, answer: `closed (${error.code})` };
  }
}

/** A body of so many megabytes whose length nobody knows before. */
function chunks(megabytes) {
  return async function* send() {
    for (let count = 0; count < megabytes; count++) yield Buffer.alloc(MEGABYTE, "x");
  };
}
