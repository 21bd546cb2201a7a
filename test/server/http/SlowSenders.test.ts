import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import Fastify, { type FastifyInstance } from "fastify";
import { OpenAnswers } from "../../../packages/engine/src/http/OpenAnswers.js";
import { SlowSenders } from "../../../packages/engine/src/http/SlowSenders.js";

describe("requests that arrive slowly", () => {
  let http: FastifyInstance;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    http = Fastify({ clientErrorHandler: (_error, socket) => socket.end("HTTP/1.1 408 Request Timeout\r\n\r\n") });
    http.post("/*", () => "taken");
    new SlowSenders(http.server, new OpenAnswers(http.server), ({ url }) => url === "/patient", 300, 20);
    await http.listen({ port: 0, host: "127.0.0.1" });
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await http.close();
  });

  /** A client that sends a byte of its body now and then; returns the first line of the answer. */
  const drip = async (path: string, bytes: number): Promise<string> => {
    const socket = connect((http.server.address() as AddressInfo).port, "127.0.0.1");
    sockets.push(socket.on("error", () => undefined));
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: ${bytes}\r\n\r\n`);
    const answered = once(socket, "data");
    for (let sent = 0; sent < bytes && !socket.destroyed && socket.writable; sent++) {
      socket.write("x");
      await wait(50);
    }
    const [answer] = await answered;
    return String(answer).split("\r\n")[0] ?? "";
  };

  it("are ended after their time, but for those that may take longer", async () => {
    const lines = await Promise.all([drip("/", 60), drip("/patient", 20), drip("/", 2)]);

    expect(lines).toEqual(["HTTP/1.1 408 Request Timeout", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK"]);
  });
});
