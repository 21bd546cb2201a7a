// npm run costliest: asks the costliest operations that the default limits accept, and some that PostgreSQL stops, for each role: one at a
// time, and eight at once. It prints how long PostgreSQL's processes work on each, and how much memory the server's process and PostgreSQL's hold for
// it at most. It takes the server as the others do.
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { Agent, request } from "undici";
import { tokenOf, uuidOf } from "./data.mjs";
import { openDatabase } from "./database.mjs";
import { peakMemory, resetPeak } from "./measure.mjs";
import { startServer } from "./servers.mjs";

const TIMES = 5;
const AT_ONCE = 8;
/** The longest stories of a child: of letters, and of characters that take four bytes each. */
const stories = (user, letter) =>
  `INSERT INTO stories (user_id, drawing_id, title, story_text_en, story_text_de, image_url)
     SELECT '${uuidOf("user", user)}', '${uuidOf("drawing", user)}', repeat('${letter}', 200), repeat('${letter}', 20000), repeat('${letter}', 20000), 'https://images.example.org/' FROM generate_series(1, 200)`;
/** Beside the data of scale 1: the longest stories, the most and the longest steps, and an account that is full. */
const LONG = [
  stories(1, "e"),
  stories(3, "🦊"),
  `INSERT INTO drawings (id, user_id, uploaded_image_url, edited_images_urls, created_at)
     SELECT md5('full' || n)::uuid, '${uuidOf("user", 2)}', 'https://images.example.org/', array_fill(rpad('https://images.example.org/', 2048, 'x'), ARRAY[CASE WHEN n <= 100 THEN 50 ELSE 0 END]), timestamptz '2026-06-01' - n * interval '1 second'
     FROM generate_series(1, 9990) n`,
  `INSERT INTO stories (user_id, drawing_id, title, story_text_en, story_text_de, image_url)
     SELECT '${uuidOf("user", 2)}', md5('full' || n)::uuid, 'Story ' || n, rpad('', 1500, md5(n::text)), rpad('', 1500, md5(n::text)), 'https://images.example.org/' FROM generate_series(1, 9970) n`,
  `INSERT INTO tutorials (id, category, subject, total_steps) SELECT md5('long' || n)::uuid, 'long', 'long', 50 FROM generate_series(1, 100) n`,
  `INSERT INTO tutorial_steps (tutorial_id, step_number, instruction_en, instruction_de, image_url)
     SELECT md5('long' || n)::uuid, step, repeat('e', 2000), repeat('e', 2000), 'https://images.example.org/'
     FROM generate_series(1, 100) n, generate_series(1, 50) step`,
];

const aliased = (count, field) => Array.from({ length: count }, (_, number) => `a${number}: ${field}`).join(" ");
const BOTH = "nodes { storyTextEn storyTextDe }";
/** Who asks, by the number of the user; each operation as near to a limit as whole pages let it be. */
const OPERATIONS = [
  [
    undefined,
    "steps of tutorials, and the tutorial of each",
    `{ ${aliased(4, "tutorials(first: 100) { nodes { steps { tutorial { id } } } }")} }`,
  ],
  [undefined, "the longest steps", "{ tutorials(first: 31) { nodes { steps { instructionEn instructionDe } } } }"],
  [
    undefined,
    "twice all of the longest steps",
    `{ ${aliased(2, "tutorials(first: 100) { nodes { steps { instructionEn instructionDe } } }")} }`,
  ],
  [undefined, "categories", `{ ${aliased(43, "tutorialCategories { name tutorialCount }")} }`],
  [undefined, "counts of tutorials", `{ ${aliased(99, "tutorials(first: 1) { totalCount }")} }`],
  [
    1,
    "stories of the drawing of each story",
    `{ ${aliased(4, "stories(first: 100) { nodes { drawing { stories(first: 100) { nodes { id } } } } }")} }`,
  ],
  [1, "the longest stories", `{ ${aliased(2, `stories(first: 80) { ${BOTH} }`)} }`],
  [
    1,
    "the longest stories, sixteen times over",
    `{ stories(first: 16) { nodes { drawing { stories(first: 100) { ${BOTH} } } } } }`,
  ],
  [
    3,
    "the same in characters of four bytes",
    `{ stories(first: 16) { nodes { drawing { stories(first: 100) { ${BOTH} } } } } }`,
  ],
  [2, "the most and longest edited pictures", "{ drawings(first: 64) { nodes { editedImagesUrls } } }"],
  [2, "counts of a full account", `{ ${aliased(99, "stories(first: 0) { totalCount }")} }`],
  [
    2,
    "filters that match nothing in a full account",
    `{ ${aliased(99, 'drawings(first: 1, filter: { hasStory: true, createdBefore: "2000-01-01T00:00:00Z" }, orderBy: { field: UPDATED_AT }) { nodes { id } }')} }`,
  ],
  [2, "counts in pages", `{ me { ${aliased(4, "drawings(first: 100) { nodes { stories(first: 1) { totalCount } } }")} } }`],
  [
    0,
    "stories of the drawings of users",
    "{ users(first: 100) { nodes { drawings(first: 100) { nodes { stories(first: 3) { nodes { id } } } } } } }",
  ],
  [
    0,
    "65 lists of a hundred stories",
    `{ ${aliased(65, "stories(first: 100) { nodes { id title createdAt drawing { id tutorial { subject } } } }")} }`,
  ],
  [0, "nine counts of all stories", `{ ${aliased(9, "stories(first: 1) { totalCount }")} }`],
  [
    0,
    "counts in pages",
    "{ tutorials(first: 100) { nodes { a: drawings(first: 1) { totalCount } b: drawings(first: 100) { totalCount } } } }",
  ],
];

const database = await openDatabase(1);
const client = new pg.Client({ connectionString: database.url });
await client.connect();
for (const statement of process.env.KEEP_DATABASE ? [] : LONG) await client.query(statement);
await client.query("VACUUM ANALYZE");
const server = await startServer("novadraw", database.url, {
  BUDGET_ROWS: "999999999",
  BUDGET_ROWS_PER_SECOND: "999999999",
  REQUEST_WAIT_MS: "10000",
});
const agent = new Agent({ connections: AT_ONCE });
console.log(
  "| who | operation | rows | bytes, counted | answer, bytes | alone: ms of PostgreSQL | MiB of it | MiB of the process | eight at once: ms each | MiB of PostgreSQL | MiB of the process |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
);
for (const [user, name, query] of OPERATIONS) {
  const who = user === undefined ? "anonymous" : user === 0 ? "admin" : `child ${user}`;
  const alone = await measured(async () => {
    const asked = [];
    for (let time = 0; time < TIMES; time++) asked.push(await ask(query, user));
    return asked;
  });
  const crowd = await measured(() => Promise.all(Array.from({ length: AT_ONCE }, () => ask(query, user))));
  const [{ cost, length }] = alone.asked;
  const figures = ({ worked, postgres, process }) => [worked, postgres, process].map((one) => Math.max(0, one).toFixed(0));
  console.log(
    `| ${[who, name, cost?.rows ?? "", cost?.bytes ?? "", length ?? "stopped", ...figures(alone), ...figures(crowd)].join(" | ")} |`,
  );
}
await client.end();
await agent.close();
await server.stop();
await database.close();

/** What work has asked, and by how much the memory of the process, and of all of PostgreSQL's, was above what it was before. */
async function measured(work) {
  const { rows } = await client.query(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  const before = sizeOf(rows);
  const workedBefore = workOf(rows);
  resetPeak(server.pid);
  const idle = peakMemory(server.pid);
  let most = before;
  let isGoingOn = true;
  const looking = (async () => {
    for (; isGoingOn; await wait(5)) most = Math.max(most, sizeOf(rows));
  })();
  const asked = await work();
  isGoingOn = false;
  await looking;
  const worked = (workOf(rows) - workedBefore) / asked.length;
  return { asked, worked, process: peakMemory(server.pid) - idle, postgres: most - before };
}

/** How long these processes have worked, in milliseconds: the waits of a busy machine are not in it. */
function workOf(processes) {
  return processes.reduce((sum, { pid }) => {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ")
      .slice(11, 13);
    return sum + (Number(user) + Number(system)) * 10;
  }, 0);
}

/** The memory that these processes have for themselves, in MiB. */
function sizeOf(processes) {
  return processes.reduce((sum, { pid }) => {
    try {
      return sum + Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
    } catch {
      return sum;
    }
  }, 0);
}

async function ask(query, user) {
  const started = performance.now();
  const { statusCode, body } = await request(`http://127.0.0.1:${server.port}/graphql`, {
    dispatcher: agent,
    method: "POST",
    headers: {
      "content-type": "application/json",
      "graphql-cost": "true",
      ...(user !== undefined && { authorization: `Bearer ${tokenOf(user)}` }),
    },
    body: JSON.stringify({ query }),
  });
  const text = await body.text();
  const ms = performance.now() - started;
  const { errors, extensions } = JSON.parse(text);
  // What PostgreSQL stops is measured like the others.
  if (errors && !/longer than/.test(errors[0].message)) throw new Error(`an answer with ${statusCode}: ${text.slice(0, 300)}`);
  return errors ? { ms } : { ms, length: Buffer.byteLength(text), cost: extensions.cost };
}
