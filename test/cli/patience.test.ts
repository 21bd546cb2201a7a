import { connect, createServer, type Server } from "node:net";
import { afterEach, expect, it } from "@jest/globals";
import { type EmptyDatabase, emptyDatabase } from "../support/emptyDatabase.js";
import { describeOnServer } from "../support/onServer.js";
import { freePort } from "../support/pgBouncer.js";
import { startProgram } from "../support/runProgram.js";

/** A way to the server that opens later, as to one that starts, or that answers later, as one that wakes. */
function wayTo(target: URL, port: number) {
  let wake: () => void = () => undefined;
  const awake = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const server: Server = createServer({ pauseOnConnect: true }, async (client) => {
    await awake;
    const other = connect(Number(target.port || 5432), target.hostname);
    for (const [from, to] of [
      [client, other],
      [other, client],
    ] as const) {
      from.on("error", () => to.destroy());
      from.pipe(to);
    }
  });
  return {
    wake,
    listen: () => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve)),
    close: () => server.close(),
  };
}

describeOnServer("operators' commands wait for a database", () => {
  let empty: EmptyDatabase;
  let way: ReturnType<typeof wayTo>;
  afterEach(async () => {
    way.close();
    await empty.drop();
  });

  const start = async (program: string, ...words: string[]) => {
    empty = await emptyDatabase();
    const url = new URL(empty.url);
    const port = await freePort();
    way = wayTo(url, port);
    return () =>
      startProgram(program, words, {
        DATABASE_URL: Object.assign(new URL(url), { hostname: "127.0.0.1", port: String(port) }).href,
      });
  };

  it.each([
    ["db", "migrate"],
    ["db", "status"],
    ["privacy", "retention"],
    ["user", "sessions", "nobody@example.org"],
  ])("that starts: %s %s waits up to half a minute, and says so", async (program, ...words) => {
    const begin = await start(program, ...words);
    way.wake();
    const running = begin();
    await running.says(/The database cannot be reached yet: nothing listens .* Waiting for it, up to 30 s …/);
    await way.listen();

    const { output } = await running.ended;
    expect(output).not.toMatch(/The database cannot be reached:/);
  });

  it.each(["migrate", "ping"])("that wakes: db %s", async (verb) => {
    const begin = await start("db", verb);
    await way.listen();
    const running = begin();
    await running.says(/no[t]? answer yet\. Waiting for it, up to 30 s …/);
    way.wake();

    expect(await running.ended).toMatchObject({ code: 0, output: expect.stringMatching(/Applied|direct/) });
  });

  it("no longer than connect_timeout in DATABASE_URL says, and not for what does not go away", async () => {
    const begin = await start("db", "status");
    way.wake();
    const { ended } = begin();
    const { url } = empty;
    const at = (search: string, host = "") => {
      const target = new URL(`${url}?${search}`);
      if (host) target.hostname = host;
      return target.href;
    };
    const short = await startProgram("db", ["status"], { DATABASE_URL: at("connect_timeout=1").replace(/:\d+\//, ":1/") })
      .ended;
    const typo = await startProgram("db", ["status"], { DATABASE_URL: at("", "no-such-host.invalid") }).ended;
    await way.listen();

    expect(short).toMatchObject({
      code: 1,
      output: expect.stringMatching(/Waiting for it, up to 1 s …\nThe database cannot be reached: nothing/),
    });
    expect(typo).toMatchObject({
      code: 1,
      output: "The database cannot be reached: the host of DATABASE_URL is unknown. Check its spelling and the network.\n",
    });
    expect((await ended).code).toBe(0);
  });
});
