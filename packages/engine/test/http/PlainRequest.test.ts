import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, it } from "@jest/globals";
import { pino } from "pino";
import { clientAddress } from "../../src/http/clientAddress.js";
import { PlainRequest } from "../../src/http/PlainRequest.js";
import { proxyRule } from "../../src/http/proxyRule.js";

it.each([
  ["the client that a trusted proxy names", "10.0.0.1", "192.0.2.3", "192.0.2.3"],
  ["the farthest that trusted proxies name", "10.0.0.1", "203.0.113.1, 192.0.2.3, 10.0.0.2", "192.0.2.3"],
  ["the sender, whatever it says, where it is no trusted proxy", "192.0.2.4", "198.51.100.1", "192.0.2.4"],
])("a request past Fastify comes from %s", (_what, remoteAddress, forwarded, client) => {
  const raw = new IncomingMessage(Object.defineProperty(new Socket(), "remoteAddress", { value: remoteAddress }));
  raw.headers["x-forwarded-for"] = forwarded;

  const request = new PlainRequest(raw, pino({ level: "silent" }), proxyRule(["10.0.0.0/8"]));

  expect(clientAddress(request)).toBe(client);
});
