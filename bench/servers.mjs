import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** One Node for all, since PostGraphile wants 22 or later. */
const NODE = here("node_modules/node/bin/node");
const POOL = 8;
const START_TIMEOUT_MS = 60_000;

/** No server refuses load here, so ours may not either: one viewer asks thousands of pages a second, over hundreds of connections. */
const REFUSES_NOTHING = {
  BUDGET_ROWS: "999999999",
  BUDGET_ROWS_PER_SECOND: "999999999",
  MAX_REQUESTS_IN_FLIGHT: "1000",
  REQUEST_WAIT_MS: "10000",
};

/** Every server, the yardstick first and ours second. */
export const servers = {
  bare: { program: "servers/bare.mjs", title: "bare node:http and pg" },
  novadraw: { program: "../dist/src/main.js", title: "NovaDraw API", settings: REFUSES_NOTHING },
  postgraphile: { program: "servers/postgraphile.mjs", title: "PostGraphile 5" },
  mercurius: { program: "servers/mercurius.mjs", title: "Mercurius, loaders, JIT" },
  yoga: { program: "servers/yoga.mjs", title: "Yoga, Pothos, Drizzle" },
  usual: { program: "servers/usual.mjs", title: "Apollo, TypeGraphQL, TypeORM, DataLoader" },
};

let nextPort = Number(process.env.BENCH_PORT ?? 8200);

/** @param settings instead of those that the comparison needs. */
export async function startServer(name, databaseUrl, settings = servers[name].settings) {
  const port = nextPort++;
  const child = spawn(NODE, [here(servers[name].program)], {
    cwd: here("."),
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      DATABASE_POOL_SIZE: String(POOL),
      POOL: String(POOL),
      HOST: "127.0.0.1",
      PORT: String(port),
      LOG_LEVEL: "warn",
      ...settings,
    },
  });
  await untilListening(name, child, port);
  return { name, port, pid: child.pid, stop: () => end(child) };
}

/** A PostgreSQL that is so many milliseconds away from whoever connects to the URL. */
export async function startDelay(databaseUrl, milliseconds) {
  const port = nextPort++;
  const url = new URL(databaseUrl);
  const child = spawn(NODE, [here("delay.mjs"), url.hostname, url.port || "5432", String(milliseconds), String(port)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  await untilListening("the delay", child, port);
  return { url: Object.assign(url, { hostname: "127.0.0.1", port }).href, stop: () => end(child) };
}

async function untilListening(name, child, port) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await isListening(port))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${name} does not start`);
    await wait(100);
  }
}

async function end(child) {
  child.kill("SIGKILL");
  await once(child, "exit");
}

async function isListening(port) {
  const socket = connect(port, "127.0.0.1");
  const isOpen = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isOpen;
}
