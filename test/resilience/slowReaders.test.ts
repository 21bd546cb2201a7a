import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { describeWithClusters } from "../support/onServer.js";
import { Rig } from "../support/Rig.js";

const CLIENTS = 150;
const TEXT = 5_000;
/** 6 MB. Together, the clients ask for 900 MB. */
const LONG = `{ ${Array.from({ length: 6 }, (_, index) => `a${index}: tutorials(first: 100) { nodes { descriptionEn descriptionDe } }`).join(" ")} }`;
/** The bound of 64 MiB, what is answered between two looks, and what it takes to make answers. */
const MAX_GROWTH_MIB = 250;

describeWithClusters("the service, when clients do not read their answers", () => {
  let rig: Rig;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    rig = await Rig.open();
    await rig.database.query(
      `INSERT INTO tutorials (id, category, subject, total_steps, description_en, description_de)
       SELECT gen_random_uuid(), 'animals', 'fox', 0, repeat('x', ${TEXT}), repeat('y', ${TEXT}) FROM generate_series(1, 100)`,
    );
  });
  beforeEach(() => rig.startReady({ REQUEST_WAIT_MS: "10000" }));
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    rig.kill();
  });
  afterAll(() => rig.close());

  const askAndNeverRead = () => {
    const { port } = new URL(rig.url);
    const body = JSON.stringify({ query: LONG });
    const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
    const socket = connect(Number(port), "127.0.0.1").on("error", () => undefined);
    socket.pause();
    socket.write(`${head}\r\nAuthorization: Bearer ${rig.token}\r\n\r\n${body}`);
    sockets.push(socket);
  };
  const memory = () => {
    const status = readFileSync(`/proc/${rig.running.child.pid}/status`, "utf8");
    return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
  };

  it("bounds what they keep in memory, cuts off the slowest, and answers whoever reads", async () => {
    const length = JSON.stringify((await rig.ask(LONG)).data).length;
    const before = memory();
    let most = before;
    const lengths: number[] = [];
    for (let count = 0; count < CLIENTS; count++) {
      askAndNeverRead();
      await wait(20);
      most = Math.max(most, memory());
      if (count % 30 === 0) lengths.push(JSON.stringify((await rig.ask(LONG)).data).length);
    }
    await rig.running.says(/Clients do not read their answers/);

    expect(most - before < MAX_GROWTH_MIB ? "bounded" : `${most - before} MiB more`).toBe("bounded");
    expect(new Set(lengths)).toEqual(new Set([length]));
    expect(await rig.complaints()).toEqual([]);
  });
});
