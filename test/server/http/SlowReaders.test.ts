import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "@jest/globals";
import Fastify, { type FastifyInstance } from "fastify";
import { OpenAnswers } from "../../../packages/engine/src/http/OpenAnswers.js";
import { type ReadingLimits, SlowReaders } from "../../../packages/engine/src/http/SlowReaders.js";

/** More than the kernels of both sides take. */
const LENGTH = 16 * 2 ** 20;
const UNLIMITED: ReadingLimits = { bytesOfOne: 2 ** 40, bytesInAll: 2 ** 40, patienceMs: 3_600_000, lookMs: 20 };

describe("answers that are not read", () => {
  let http: FastifyInstance;
  let port: number;
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await http.close();
  });

  const serve = async (limits: Partial<ReadingLimits>) => {
    http = Fastify();
    http.get("/", (_request, reply) => reply.send(Buffer.alloc(LENGTH)));
    new SlowReaders(new OpenAnswers(http.server), () => true, http.log, { ...UNLIMITED, ...limits });
    await http.listen({ port: 0, host: "127.0.0.1" });
    port = (http.server.address() as AddressInfo).port;
  };
  /** A client that has asked, and reads when it is told to, so many bytes at once. */
  const ask = async (headers: string, atOnce = 65_536): Promise<Socket> => {
    const state = { read: 0 };
    const callback = (bytes: number) => {
      state.read += bytes;
      return false;
    };
    const socket = connect({ port, host: "127.0.0.1", onread: { buffer: Buffer.alloc(atOnce), callback } });
    sockets.push(Object.assign(socket, { state }).on("error", () => undefined));
    await once(socket, "connect");
    socket.pause();
    socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n`);
    return socket;
  };
  const open = () => new Promise<number>((resolve) => http.server.getConnections((_error, count) => resolve(count)));
  const untilOpen = async (count: number) => {
    while ((await open()) !== count) await wait(20);
  };
  const readOn = async (socket: Socket, everyMs: number) => {
    while (!socket.destroyed) {
      socket.resume();
      await wait(everyMs);
    }
  };

  it("are ended, whether nothing is read or a few bytes now and then", async () => {
    await serve({ patienceMs: 300 });
    await ask("Authorization: Bearer a");
    void readOn(await ask("Authorization: Bearer b", 10), 50);

    await untilOpen(2);
    await untilOpen(0);
  });

  it("are waited for as long as they are read steadily, also for longer than without progress", async () => {
    await serve({ patienceMs: 1_000 });
    const socket = await ask("Connection: close");
    const { state } = socket as Socket & { state: { read: number } };
    void readOn(socket, 8);
    await once(socket, "close");

    expect(state.read).toBeGreaterThan(LENGTH);
  });

  it("are bounded for one session, and another's are left alone", async () => {
    await serve({ bytesOfOne: 2.5 * LENGTH });
    await ask("Authorization: Bearer other");
    for (let count = 0; count < 5; count++) await ask("Authorization: Bearer one");

    await untilOpen(3);
    await ask("Authorization: Bearer third");
    await untilOpen(4);
    await wait(200);
    expect(await open()).toBe(4);
  });

  it("are bounded for one network without a session, behind a proxy too", async () => {
    await serve({ bytesOfOne: 2.5 * LENGTH });
    for (let count = 0; count < 5; count++) await ask(`Cookie: any=${count}\r\nX-Forwarded-For: 192.0.2.1:${40_001 + count}`);
    await ask("X-Forwarded-For: 192.0.2.2");

    await untilOpen(3);
  });

  it("are bounded in all", async () => {
    await serve({ bytesInAll: 3.5 * LENGTH });
    for (let count = 0; count < 6; count++) await ask(`Authorization: Bearer ${count}`);

    await untilOpen(3);
  });
});
