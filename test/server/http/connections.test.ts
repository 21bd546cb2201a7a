import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { send } from "../../support/send.js";
import { TestApi } from "../../support/TestApi.js";

const PRODUCTION = { NODE_ENV: "production", BCRYPT_COST: "10", ALLOW_EMBEDDED_IN_PRODUCTION: "1" };

describe.each([
  ["test", {}],
  ["production", PRODUCTION],
])("connections, with NODE_ENV=%s", (_, environment) => {
  let api: TestApi;
  let url: URL;
  const sockets: Socket[] = [];
  const start = async (settings: Record<string, string>) => {
    api = await TestApi.open({ ...environment, ...settings });
    url = new URL(await api.http.listen({ port: 0, host: "127.0.0.1" }));
  };
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await api.close();
  });

  const open = async (): Promise<Socket> => {
    const socket = connect(Number(url.port), "127.0.0.1");
    sockets.push(socket.on("error", () => undefined));
    await once(socket, "connect").catch(() => undefined);
    return socket;
  };
  /** Whether the service leaves the connection open: it answers by it. */
  const isKept = (socket: Socket): Promise<boolean> =>
    new Promise((resolve) => {
      if (socket.destroyed) resolve(false);
      socket.once("data", () => resolve(true)).once("close", () => resolve(false));
      socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    });
  const kept = async (count: number) => {
    const answers = [];
    for (let index = 0; index < count; index++) answers.push(await isKept(await open()));
    return answers;
  };

  it("of one address are as many as MAX_CONNECTIONS_PER_ADDRESS, and one that ends makes room", async () => {
    await start({ MAX_CONNECTIONS_PER_ADDRESS: "3" });

    expect(await kept(5)).toEqual([true, true, true, false, false]);
    expect(api.logLines.filter((line) => line.includes("MAX_CONNECTIONS_PER_ADDRESS"))).toHaveLength(1);
    sockets[0]?.destroy();
    for (;;) if (await isKept(await open())) break;
    expect(await kept(1)).toEqual([false]);
  });

  it("of a trusted proxy are those of all its clients, and not limited as one address", async () => {
    await start({ MAX_CONNECTIONS_PER_ADDRESS: "3", TRUST_PROXY: "loopback" });

    expect(await kept(5)).toEqual(Array(5).fill(true));
  });

  it("in all are as many as MAX_CONNECTIONS, also through a proxy", async () => {
    await start({ MAX_CONNECTIONS: "4", TRUST_PROXY: "loopback" });

    expect(await kept(6)).toEqual([true, true, true, true, false, false]);
    expect(api.logLines.filter((line) => line.includes('"MAX_CONNECTIONS"'))).toHaveLength(1);
  });

  it("of a school of 300 behind one address are served by default, six for each child", async () => {
    await start({});
    await Promise.all(Array.from({ length: 1_799 }, open));

    const { status, text } = await send(`${url}graphql`, { body: JSON.stringify({ query: "{ __typename }" }) });

    expect([status, text]).toEqual([200, expect.stringContaining("Query")]);
  });
});
