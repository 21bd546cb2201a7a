// npm run dearest: asks the dearest operations that the default limits accept, for each role, one at a time, and prints how long each
// takes and how much memory the server's process holds for it at most. It takes the server as the others do.
import pg from "pg";
import { request } from "undici";
import { tokenOf, uuidOf } from "./data.mjs";
import { openDatabase } from "./database.mjs";
import { peakMemory, resetPeak } from "./measure.mjs";
import { startServer } from "./servers.mjs";

const TIMES = 5;
/** Beside the data of scale 1: a child with the longest stories, and tutorials with the most and the longest steps. */
const LONG = [
  `INSERT INTO stories (user_id, drawing_id, title, story_text_en, story_text_de, image_url)
     SELECT '${uuidOf("user", 1)}', '${uuidOf("drawing", 1)}', repeat('t', 200), repeat('e', 20000), repeat('e', 20000), 'https://images.example.org/' FROM generate_series(1, 200)`,
  `INSERT INTO tutorials (id, category, subject, total_steps) SELECT md5('long' || n)::uuid, 'long', 'long', 50 FROM generate_series(1, 100) n`,
  `INSERT INTO tutorial_steps (tutorial_id, step_number, instruction_en, instruction_de, image_url)
     SELECT md5('long' || n)::uuid, step, repeat('e', 2000), repeat('e', 2000), 'https://images.example.org/'
     FROM generate_series(1, 100) n, generate_series(1, 50) step`,
];

const aliased = (count, field) => Array.from({ length: count }, (_, number) => `a${number}: ${field}`).join(" ");
/** Each as near to a limit as whole pages let it be. */
const OPERATIONS = {
  anonymous: {
    "rows of lists": `{ ${aliased(4, "tutorials(first: 100) { nodes { steps { tutorial { id } } } }")} }`,
    "long texts": "{ tutorials(first: 31) { nodes { steps { instructionEn instructionDe } } } }",
    categories: `{ ${aliased(43, "tutorialCategories { name tutorialCount }")} }`,
    counting: `{ ${aliased(99, "tutorials(first: 1) { totalCount }")} }`,
  },
  child: {
    "pages in pages": `{ ${aliased(4, "stories(first: 100) { nodes { drawing { stories(first: 100) { nodes { id } } } } }")} }`,
    "long texts": `{ ${aliased(2, "stories(first: 80) { nodes { storyTextEn storyTextDe } }")} }`,
    counting: `{ me { ${aliased(4, "drawings(first: 100) { nodes { stories(first: 1) { totalCount } } }")} } }`,
  },
  admin: {
    "pages in pages":
      "{ users(first: 100) { nodes { drawings(first: 100) { nodes { stories(first: 3) { nodes { id } } } } } } }",
    "long lists": `{ ${aliased(65, "stories(first: 100) { nodes { id title createdAt drawing { id tutorial { subject } } } }")} }`,
    counting: `{ ${aliased(9, "stories(first: 1) { totalCount }")} }`,
    "counting in pages":
      "{ tutorials(first: 100) { nodes { a: drawings(first: 1) { totalCount } b: drawings(first: 100) { totalCount } } } }",
  },
};
const TOKENS = { anonymous: undefined, child: tokenOf(1), admin: tokenOf(0) };

const database = await openDatabase(1);
const client = new pg.Client({ connectionString: database.url });
await client.connect();
for (const statement of LONG) await client.query(statement);
await client.query("VACUUM ANALYZE");
await client.end();
const server = await startServer("novadraw", database.url, { BUDGET_ROWS: "999999999" });
console.log(
  "| role | operation | rows | bytes, by lengths | answer, bytes | slowest of 5, ms | memory, MiB |\n| --- | --- | --- | --- | --- | --- | --- |",
);
for (const [role, operations] of Object.entries(OPERATIONS))
  for (const [name, query] of Object.entries(operations)) {
    const before = residentMiB();
    resetPeak(server.pid);
    const asked = [];
    for (let time = 0; time < TIMES; time++) asked.push(await ask(query, TOKENS[role]));
    const { cost, length } = asked[0];
    const slowest = Math.max(...asked.map(({ ms }) => ms));
    const memory = peakMemory(server.pid) - before;
    console.log(`| ${[role, name, cost.rows, cost.bytes, length, slowest.toFixed(0), memory.toFixed(0)].join(" | ")} |`);
  }
await server.stop();
await database.close();

function residentMiB() {
  resetPeak(server.pid);
  return peakMemory(server.pid);
}

async function ask(query, token) {
  const started = performance.now();
  const { statusCode, body } = await request(`http://127.0.0.1:${server.port}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "graphql-cost": "true", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query }),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`an answer with ${statusCode}: ${text.slice(0, 300)}`);
  return { ms: performance.now() - started, length: Buffer.byteLength(text), cost: JSON.parse(text).extensions.cost };
}
