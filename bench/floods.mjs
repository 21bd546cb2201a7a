import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { tokenOf } from "./data.mjs";
import { startFlood } from "./floodWorker.mjs";

// A real hash of the cost that the server is set to, of no password that is tried.
const HASH = "$2b$12$XLzgkoxpG7QJubF.KJMFB.IDEM0fzygLcAiLQsdPV2bl0ORgCl9R2";
const KNOWN = "INSERT INTO users (email, password) VALUES ('known@example.org', $1) ON CONFLICT (email) DO NOTHING";
const SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";
const ALL = "{ stories(first: 100) { nodes { id drawing { stories(first: 100) { nodes { id title } } } } } }";
/** No reader: they are the first 200. */
const FLOODER = 200;

const oneViewer = (connections, pauseMs, name) => ({
  name: `C3: one viewer asks for all that it can ${name}; others read from 8`,
  start: ({ server, requestOf }) =>
    startFlood(server.port, [requestOf({ query: ALL, token: tokenOf(FLOODER) })], { connections, pauseMs }),
});

/** Each is started beside readers, and stopped again; stop() tells what it has done. setUp runs once before. */
export const floods = [
  {
    name: "L3: 200 clients sign in at once, and again a second after each answer",
    async setUp({ databaseUrl }) {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query(KNOWN, [HASH]);
      await client.end();
    },
    start({ server, requestOf }) {
      const input = { email: "known@example.org", password: "not the right one" };
      const plain = requestOf({ query: SIGN_IN, variables: { input } });
      // Each comes from another network, so that none is throttled.
      const requests = Array.from({ length: 5_000 }, (_, number) => ({
        ...plain,
        headers: { ...plain.headers, "x-forwarded-for": `10.${number >> 8}.${number & 255}.1` },
      }));
      return startFlood(server.port, requests, { connections: 200, pauseMs: 1_000 });
    },
  },
  {
    name: "L4: 1,000 idle and 200 dripping connections",
    async start({ server }) {
      const idle = await Promise.all(Array.from({ length: 1_000 }, () => open(server.port)));
      const dripping = await Promise.all(Array.from({ length: 200 }, () => open(server.port)));
      for (const socket of dripping) socket.write(HEAD);
      let isOn = true;
      const drip = (async () => {
        while (isOn) {
          for (const socket of dripping) socket.write(" ");
          await wait(100);
        }
      })();
      const stop = async () => {
        isOn = false;
        await drip;
        for (const socket of [...idle, ...dripping]) socket.destroy();
        return `${idle.length} and ${dripping.length} open`;
      };
      return { stop };
    },
  },
  oneViewer(8, 0, "from 8 connections, without a pause"),
  oneViewer(64, 100, "from 64 connections, each ten times a second"),
];

const HEAD = "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n";

function open(port) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket.on("error", () => {})));
    socket.once("error", reject);
  });
}
