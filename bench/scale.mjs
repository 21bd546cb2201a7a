// npm run scale: our server over the data of scale 1 and of scale 10, in turns. On the server of BENCH_DATABASE_URL the two databases are
// kept for the next run.
import { loadedDatabase, openServer } from "./database.mjs";
import { load } from "./measure.mjs";
import { startServer } from "./servers.mjs";
import { requestsTo } from "./workloads.mjs";

const rounds = Number(process.env.ROUNDS ?? 5);
const seconds = Number(process.env.SECONDS ?? 3);
const postgres = await openServer();
const small = await startServer("novadraw", await loadedDatabase(postgres.url, process.env.SMALL ?? "novadraw_bench_1", 1));
const large = await startServer("novadraw", await loadedDatabase(postgres.url, process.env.LARGE ?? "novadraw_bench_10", 10));

for (const name of ["gallery", "feed"]) {
  const requests = requestsTo("novadraw", name);
  for (const server of [small, large]) await load(server.port, requests, { seconds });
  const shares = [];
  for (let round = 0; round < rounds; round++) {
    const [one, ten] = [await load(small.port, requests, { seconds }), await load(large.port, requests, { seconds })];
    shares.push(ten.rate / one.rate);
  }
  shares.sort((a, b) => a - b);
  const [least, middle, most] = [shares[0], shares[Math.floor(rounds / 2)], shares.at(-1)];
  console.log(`${name}: scale 10 at ${middle.toFixed(2)} of the rate of scale 1 (${least.toFixed(2)}–${most.toFixed(2)})`);
}
await Promise.all([small, large].map(({ stop }) => stop()));
await postgres.stop();
