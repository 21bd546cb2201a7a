// npm run idle: whether a database is left alone while nobody needs it, beside idle streams and after the last story. README.md has the setting.
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { SIGNED_IN, tokenOf, uuidOf } from "./data.mjs";
import { loadedDatabase, openServer } from "./database.mjs";
import { startServer } from "./servers.mjs";
import { openStreams, UNLIMITED_STREAMS } from "./streams.mjs";
import { untilReady } from "./untilReady.mjs";

const seconds = Number(process.env.IDLE_SECONDS ?? 600);
const STREAMS = 100;
const SLEEP_AFTER_S = 5;
const STORY_TIMEOUT_MS = 30_000;
/** How long whatever ends a piece of work may go on after it: the least that SLEEP_AFTER_S has. */
const SETTLING_MS = (SLEEP_AFTER_S + 5) * 1000;

const server = await openServer();
const clients = [];
const services = [];
try {
  const [beside, after] = [await databaseOf("streams"), await databaseOf("stories")];
  const ofStreams = await serviceOn(beside.url, { ...UNLIMITED_STREAMS, LIVE_SLEEP_AFTER_S: String(SLEEP_AFTER_S) });
  const ofStories = await serviceOn(after.url, { STORY_WRITER: "template" });
  const sockets = await openStreams(ofStreams.port, STREAMS);
  const story = await oneStory(ofStories.port);
  await wait(SETTLING_MS);
  const [streamsFirst, storiesFirst] = [await sessionsOf(beside.client), await sessionsOf(after.client)];
  await wait(seconds * 1000);
  console.log(`${STREAMS} idle streams, ${seconds} s: ${told(streamsFirst, await sessionsOf(beside.client))}`);
  console.log(`after a story was ${story}, ${seconds} s: ${told(storiesFirst, await sessionsOf(after.client))}`);
  for (const socket of sockets) socket.destroy();
} finally {
  for (const service of services) await service.stop();
  for (const client of clients) await client.end();
  await server.stop();
}

async function databaseOf(use) {
  const url = await loadedDatabase(server.url, `novadraw_idle_${use}_${process.pid}`, 0.1);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  clients.push(client);
  return { url, client };
}

async function serviceOn(url, settings) {
  const service = await startServer("novadraw", url, settings);
  services.push(service);
  await untilReady(service.port);
  return service;
}

/** Asks for a story about one of an account's drawings, and waits until it is written. */
async function oneStory(port) {
  const viewer = SIGNED_IN;
  const about = `{ drawingId: "${uuidOf("drawing", viewer)}" }`;
  let request = await ask(port, viewer, `mutation { result: requestStory(input: ${about}) { id state } }`);
  for (const until = Date.now() + STORY_TIMEOUT_MS; request.state !== "READY"; await wait(100)) {
    if (Date.now() > until) throw new Error(`The story is ${request.state}.`);
    request = await ask(port, viewer, `{ result: storyRequest(id: "${request.id}") { id state } }`);
  }
  return request.state;
}

async function ask(port, viewer, query) {
  const answer = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${tokenOf(viewer)}` },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data.result;
}

/** How many sessions of the client's database were ever opened, and when each that is open was last asked. */
async function sessionsOf(client) {
  const { rows } = await client.query(
    `SELECT (SELECT sessions::int FROM pg_stat_database WHERE datname = current_database()) AS opened, ARRAY(
       SELECT query_start::text FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend') AS times`,
  );
  return rows[0];
}

function told(before, after) {
  const asked = after.times.filter((time) => !before.times.includes(time)).length;
  return `${after.opened - before.opened} sessions were opened, and ${asked} of those that were open were asked anything`;
}
