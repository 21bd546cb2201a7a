// npm run search: how long a search takes, of the 10,000 stories of one account and of 100,000 accounts by an admin, each the only request.
// It prints the median and the longest of so many tries, and what the same page takes without a search. README.md has the settings.
import pg from "pg";
import { bytesOfRequest, Connection } from "./Connection.mjs";
import { tokenOf, uuidOf } from "./data.mjs";
import { openDatabase } from "./database.mjs";
import { startServer } from "./servers.mjs";
import { untilReady } from "./untilReady.mjs";

const tries = Number(process.env.TRIES ?? 30);
const OWNER = 1;
const STORIES = 10_000;
const ACCOUNTS = 100_000;
/** Where nothing was there to compile yet. */
const WARM_UP = 10;

const WORDS =
  "Drache Fuchs Igel Eule Regenbogen Häuser Bäume Straße Mond Sterne Wolke Insel Schiff Garten Brücke Laterne".split(" ");
const word = (salt) => `(ARRAY['${WORDS.join("','")}'])[1 + (n * 7919 + ${salt}) % ${WORDS.length}]`;
const sentences = (salt) =>
  `(SELECT string_agg(${word(`${salt} + m`)} || ' und ' || ${word(`${salt} + 3 * m`)}, ' gehen zu ') FROM generate_series(1, 30) m)`;
const syllable = (salt) =>
  `(ARRAY['an','be','ka','lo','mi','nu','ro','sa','ti','wen'])[1 + (hashtext('${salt}' || n) & 2147483647) % 10]`;
const NAME = `initcap(${["a", "b", "c"].map(syllable).join(" || ")})`;

const story = "query ($search: String) { stories(first: 20, filter: { search: $search }) { nodes { id title } } }";
const counted = "query ($search: String) { stories(first: 20, filter: { search: $search }) { totalCount nodes { id title } } }";
const account = "query ($search: String) { users(first: 20, filter: { search: $search }) { nodes { id name email } } }";

const database = await openDatabase(Number(process.env.SCALE ?? 0.1));
const client = new pg.Client({ connectionString: database.url });
await client.connect();
try {
  await client.query(
    `INSERT INTO users (email, password, name) SELECT lower(${NAME}) || n || '@example.org', 'none', ${NAME} FROM generate_series(1, ${ACCOUNTS}) n`,
  );
  await client.query(
    `INSERT INTO stories (user_id, title, story_text_en, story_text_de, image_url)
       SELECT $1, ${word(1)} || ' ' || n, ${sentences(2)}, ${sentences(5)}, 'https://images.example.org/s.png' FROM generate_series(1, ${STORIES}) n`,
    [uuidOf("user", OWNER)],
  );
  await client.query("VACUUM ANALYZE");
  const server = await startServer("novadraw", database.url);
  await untilReady(server.port);
  console.log("| | median, ms | longest, ms |\n| --- | --- | --- |");
  for (const [title, query, search, viewer] of [
    ["a page of an account with 10,000 stories, without a search", story, null, OWNER],
    ["the same, a word that a fifteenth has in the title", story, "laterne 1", OWNER],
    ["the same, two words that nearly all have", story, "häuser straße", OWNER],
    ["the same, a word that none has", story, "krokodil", OWNER],
    ["the same, counted", counted, "baum -regenbogen", OWNER],
    ["100,000 accounts, three letters that a tenth has", account, "ank", 0],
    ["100,000 accounts, a name", account, "wenmika", 0],
    ["100,000 accounts, letters that none has", account, "xyz", 0],
  ])
    console.log(`| ${[title, ...(await times(server.port, query, search, viewer))].join(" | ")} |`);
  await server.stop();
} finally {
  await client.end();
  await database.close();
}

async function times(port, query, search, viewer) {
  const bytes = bytesOfRequest({ query, variables: { search }, token: tokenOf(viewer) });
  const connection = new Connection(port);
  const taken = [];
  for (let count = -WARM_UP; count < tries; count++) {
    const started = performance.now();
    const status = await connection.ask(bytes);
    if (status !== 200) throw new Error(`an answer with ${status}`);
    if (count >= 0) taken.push(performance.now() - started);
  }
  connection.close();
  taken.sort((one, other) => one - other);
  return [taken[Math.floor(tries / 2)], taken.at(-1)].map((ms) => ms.toFixed(1));
}
