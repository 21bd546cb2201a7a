import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { LiveClient } from "../support/LiveClient.js";
import { describeWithClusters } from "../support/onServer.js";
import { Rig } from "../support/Rig.js";

const NAME = "{ me { name } }";
const STREAMS = 1_000;
const FROZEN_MS = Number(process.env.FAULT_SECONDS ?? 12) * 1_000;
const END_MS = 15_000;
const MANY = { LIVE_STREAMS: "2000", LIVE_STREAMS_PER_VIEWER: "2000", LIVE_INTERVAL_MS: "250" };
const LONG = `{ ${Array.from({ length: 8 }, (_, index) => `a${index}: tutorials(first: 20) { nodes { subject descriptionEn } }`).join(" ")} }`;
/** With each answer kept for each of them it would be 600. */
const MAX_GROWTH_MIB = 200;

describeWithClusters("live queries, under faults", () => {
  let rig: Rig;
  const clients: LiveClient[] = [];
  const sockets: Socket[] = [];
  beforeAll(async () => {
    rig = await Rig.open();
    await rig.database.query(
      `INSERT INTO tutorials (id, category, subject, total_steps, description_en)
       SELECT gen_random_uuid(), 'animals', 'fox', 0, repeat('x', 5000) FROM generate_series(1, 20)`,
    );
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    for (const socket of sockets.splice(0)) socket.destroy();
    rig.kill();
  });
  afterAll(() => rig.close());

  const live = async (query = NAME) => {
    const client = await LiveClient.query(`${rig.url}/graphql`, query, { token: rig.token });
    clients.push(client);
    return client.until(({ texts }) => texts.length > 0);
  };
  const rename = (name: string) => rig.database.query("UPDATE users SET name = $2 WHERE id = $1", [rig.child.id, name]);
  const memory = () => {
    const status = readFileSync(`/proc/${rig.running.child.pid}/status`, "utf8");
    return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
  };

  it("stay open while the database is frozen, and go on with what has changed", async () => {
    await rig.startReady(MANY);
    await rename("Anna");
    const client = await live();

    rig.cluster.freeze();
    await wait(FROZEN_MS);
    rig.cluster.thaw();
    await rename("Ann");
    await client.until(({ last }) => last?.data.live.me.name === "Ann");

    expect([client.isEnded, client.events.flatMap(({ errors = [] }) => errors)]).toEqual([false, []]);
    expect(await rig.complaints()).toEqual([]);
  });

  it(`end first when the service stops, ${STREAMS} of them, without the word that they are complete`, async () => {
    await rig.startReady(MANY);
    for (let count = 0; count < STREAMS; count += 50) await Promise.all(Array.from({ length: 50 }, () => live()));

    const started = performance.now();
    rig.running.child.kill("SIGTERM");
    const code = await rig.running.exit;
    const ms = performance.now() - started;
    for (const client of clients) await client.until(({ isEnded }) => isEnded);

    expect([code, ms < END_MS ? "in time" : `after ${ms} ms`]).toEqual([0, "in time"]);
    expect(clients.filter(({ isComplete }) => isComplete)).toEqual([]);
  });

  it("keep nothing for clients that do not read, which delay nobody else", async () => {
    await rig.startReady(MANY);
    const reader = await live();
    const { port } = new URL(rig.url);
    const body = JSON.stringify({ query: `subscription { live ${LONG} }` });
    const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Type: application/json`;
    for (let count = 0; count < 20; count++) {
      const socket = connect(Number(port), "127.0.0.1").on("error", () => undefined);
      socket.pause();
      socket.write(`${head}\r\nContent-Length: ${body.length}\r\nAuthorization: Bearer ${rig.token}\r\n\r\n${body}`);
      sockets.push(socket);
    }
    await wait(1_000);

    const before = memory();
    for (let count = 0; count < 40; count++) {
      await rig.database.query("UPDATE tutorials SET subject = $1", [`fox ${count}`]);
      await rename(`Anna ${count}`);
      await reader.until(({ last }) => last?.data.live.me.name === `Anna ${count}`);
    }
    const growth = memory() - before;

    expect(growth < MAX_GROWTH_MIB ? "bounded" : `${growth} MiB more`).toBe("bounded");
  });
});
