import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { describeWithClusters } from "../support/onServer.js";
import { Rig } from "../support/Rig.js";

const MOST_CLIENTS = 400;
const TEXT = 5_000;
/** 6 MB. Together, so many clients ask for 2.4 GB. */
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
  beforeEach(() => rig.startReady());
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
  /** How long the long answer is for one who reads it. Beside so many others, it may be refused first. */
  const lengthOfLong = async (): Promise<number> => {
    for (;;) {
      const { status, data } = await rig.ask(LONG);
      if (status === 200) return JSON.stringify(data).length;
    }
  };
  const memory = () => {
    const status = readFileSync(`/proc/${rig.running.child.pid}/status`, "utf8");
    return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
  };

  it("bounds what they keep in memory, cuts off the slowest, and answers whoever reads", async () => {
    const length = await lengthOfLong();
    const isBounded = () => rig.running.output().includes("Clients do not read their answers");
    const before = memory();
    let most = before;
    for (let count = 0; count < MOST_CLIENTS && !isBounded(); count++) {
      askAndNeverRead();
      await wait(25);
      most = Math.max(most, memory());
    }
    const later = await lengthOfLong();
    for (const socket of sockets) socket.destroy();

    expect([isBounded(), most - before < MAX_GROWTH_MIB ? "bounded" : `${most - before} MiB more`]).toEqual([true, "bounded"]);
    expect(later).toBe(length);
    expect(await rig.complaints()).toEqual([]);
  });
});
