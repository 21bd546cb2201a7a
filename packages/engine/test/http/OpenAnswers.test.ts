import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { Worker } from "node:worker_threads";
import { expect, it } from "@jest/globals";
import { OpenAnswers } from "../../src/http/OpenAnswers.js";

it("answers that wait behind another on their connection are forgotten when the client hangs up", async () => {
  const server = createServer();
  const answers = new OpenAnswers(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const listeners: number[] = [];
  const arrived = new Promise<void>((resolve) => {
    server.on("request", ({ socket }) => {
      if (listeners.push(socket.listenerCount("close")) === 3) resolve();
    });
  });
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3));
  await arrived;
  const before = [...answers].length;

  client.destroy();
  await answers.allSent();

  expect([before, [...answers].length]).toEqual([3, 0]);
  expect(listeners[2]).toBe(listeners[1]);
  server.close();
});

/** Asks on many connections at once from a thread of its own, says when all has been sent, and then what came of each. */
const CLIENTS = `
  const { connect } = require("node:net");
  const { parentPort, workerData: { port, sent, count } } = require("node:worker_threads");
  let waiting = count;
  const ask = () => new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write("GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n", () => {
      if (--waiting > 0) return;
      Atomics.store(sent, 0, 1);
      Atomics.notify(sent, 0);
    }));
    socket.setEncoding("utf8").on("data", (more) => { text += more; });
    socket.on("error", (error) => resolve(error.code)).on("close", () => resolve(text.slice(0, 15)));
  });
  Promise.all(Array.from({ length: count }, ask)).then((outcomes) => parentPort.postMessage(outcomes));
`;

it("answers are sent to all that has come before the server stops listening, though nothing of it was accepted yet", async () => {
  const server = createServer((_request, answer) => answer.end("ok"));
  const answers = new OpenAnswers(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const sent = new Int32Array(new SharedArrayBuffer(4));
  const { port } = server.address() as AddressInfo;
  const clients = new Worker(CLIENTS, { eval: true, workerData: { port, sent, count: 100 } });
  const outcomes = once(clients, "message");

  // Nothing is accepted while this thread stands still, as under load.
  Atomics.wait(sent, 0, 0);
  await answers.stopListening(10_000);
  await answers.allSent();
  server.closeAllConnections();

  expect((await outcomes)[0]).toEqual(Array(100).fill("HTTP/1.1 200 OK"));
  expect(server.listening).toBe(false);
});
