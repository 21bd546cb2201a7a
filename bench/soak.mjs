// npm run soak: sends REQUESTS (1,000,000) of 500 different documents to our server, and prints its memory over time.
// It takes the server as the other two do, and keeps its database there if KEEP_DATABASE names one.
import { readFileSync } from "node:fs";
import { tokenOf, uuidOf } from "./data.mjs";
import { openDatabase } from "./database.mjs";
import { load } from "./measure.mjs";
import { startServer } from "./servers.mjs";

const DOCUMENTS = 500;
const STEPS = 20;
const total = Number(process.env.REQUESTS ?? 1_000_000);
const residentMiB = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;

const database = await openDatabase(1);
const server = await startServer("novadraw", database.url);
const documents = Array.from(
  { length: DOCUMENTS },
  (_, number) => `query Soak($id: ID!) { story(id: $id) { id alias${number}: title } }`,
);
const memory = [];
for (let step = 0; step < STEPS; step++) {
  const times = Math.ceil(total / STEPS / DOCUMENTS);
  for (const [number, document] of documents.entries())
    await load(
      server.port,
      [{ query: document, token: tokenOf(1 + (number % 200)), variables: { id: uuidOf("story", 1 + (number % 200)) } }],
      { times },
    );
  memory.push(residentMiB(server.pid));
  console.log(`${Math.round(((step + 1) / STEPS) * total)} requests: ${memory.at(-1).toFixed(1)} MiB`);
}
await server.stop();
await database.close();
/** The first two steps warm up. */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const [first, last] = [mean(memory.slice(2, 4)), mean(memory.slice(-2))];
console.log(
  `the first tenth after warm-up: ${first.toFixed(1)} MiB, the last tenth: ${last.toFixed(1)} MiB, ratio ${(last / first).toFixed(3)}`,
);
