import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "@jest/globals";
import { OpenAnswers } from "../../../src/server/http/OpenAnswers.js";

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
