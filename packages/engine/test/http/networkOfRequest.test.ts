import { Socket } from "node:net";
import { describe, expect, it } from "@jest/globals";
import { networkOfRequest } from "../../src/http/networkOfRequest.js";

describe("the network of a request", () => {
  const proxy = new Socket();
  /** As a proxy passes on, over the connection that it keeps. */
  const from = (...clients: readonly string[]) => ({
    raw: { socket: proxy, headers: { "x-forwarded-for": clients.join(", ") } },
    ips: ["10.0.0.1", ...[...clients].reverse()],
  });

  it("is that of each client whose requests share a proxy's connection", () => {
    const asked = [from("192.0.2.1"), from("2001:db8::1"), from("2001:db8::1"), from("192.0.2.7", "192.0.2.1"), from()];

    expect(asked.map((request) => networkOfRequest(request as never))).toEqual([
      "192.0.2.1",
      "2001:db8::",
      "2001:db8::",
      "192.0.2.7",
      "10.0.0.1",
    ]);
  });
});
