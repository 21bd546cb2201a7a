// npm run sign-in: whether the time of a failed sign-in tells a known email from an unknown one. TRIES (300) of each, in turns.
import pg from "pg";
import { askFromElsewhere } from "./askFromElsewhere.mjs";
import { compareTimes } from "./compareTimes.mjs";
import { openDatabase } from "./database.mjs";
import { startServer } from "./servers.mjs";
import { untilReady } from "./untilReady.mjs";

const SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";
const tries = Number(process.env.TRIES ?? 300);
const database = await openDatabase(Number(process.env.SCALE ?? 1));
const server = await startServer("novadraw", database.url, { TRUST_PROXY: "loopback" });
await untilReady(server.port);
const client = new pg.Client({ connectionString: database.url });
await client.connect();
// A real hash of the cost that the server is set to, of no password that is tried.
const HASH = "$2b$12$XLzgkoxpG7QJubF.KJMFB.IDEM0fzygLcAiLQsdPV2bl0ORgCl9R2";
await client.query("INSERT INTO users (email, password) VALUES ('known@example.org', $1) ON CONFLICT (email) DO NOTHING", [
  HASH,
]);
await client.end();

async function timeOf(email) {
  const input = { email, password: "wrong password" };
  const { errors, ms } = await askFromElsewhere(server.port, SIGN_IN, { input });
  if (errors[0].extensions.code !== "WRONG_CREDENTIALS") throw new Error(errors[0].extensions.code);
  return ms;
}

const isAlike = await compareTimes(
  tries,
  () => timeOf("known@example.org"),
  (index) => timeOf(`nobody${index}@example.org`),
);
await server.stop();
await database.close();
process.exitCode = isAlike ? 0 : 1;
