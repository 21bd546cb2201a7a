import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import pg from "pg";
import { describeOnServer } from "../../support/onServer.js";
import { send } from "../../support/send.js";
import { TestApi } from "../../support/TestApi.js";

const QUERY = JSON.stringify({ query: "{ tutorials { totalCount } }" });
/** Two reads are sent at once, and one waits. */
const SMALL = { DATABASE_POOL_SIZE: "2", MAX_REQUESTS_IN_FLIGHT: "1", REQUEST_WAIT_MS: "60000" };

describeOnServer("a service that is asked too much at once", () => {
  let api: TestApi;
  let url: string;
  let lock: pg.Client;
  /** A session of its own: the service has taken all others. */
  let watch: pg.Client;

  const open = async (environment: Record<string, string>) => {
    api = await TestApi.open(environment);
    url = `${await api.http.listen({ port: 0, host: "127.0.0.1" })}/graphql`;
    lock = new pg.Client(api.opened.url);
    watch = new pg.Client(api.opened.url);
    await Promise.all([lock.connect(), watch.connect()]);
    await lock.query("BEGIN");
  };
  beforeEach(() => open(SMALL));
  afterEach(async () => {
    await Promise.all([lock.end(), watch.end()]);
    await api.close();
  });

  const waitsInLine = async (first: number) => {
    await lock.query("LOCK TABLE tutorials");
    const inside = Array.from({ length: first }, () => send(url, { body: QUERY }));
    await locksWaitedFor(watch, first);
    return inside;
  };

  it("refuses at once what it has no slot for, with a code and Retry-After, and answers the others", async () => {
    const inside = await waitsInLine(2);
    const { answer: inLine } = await untilWaiting(url);

    const refused = await send(url, { body: QUERY });
    await lock.query("ROLLBACK");
    const answered = await Promise.all([...inside, inLine]);

    expect(refused).toMatchObject({
      status: 503,
      headers: { "retry-after": expect.stringMatching(/^[234]$/), "cache-control": "private, no-store" },
    });
    expect(JSON.parse(refused.text)).toMatchObject({ errors: [{ extensions: { code: "UNAVAILABLE" } }] });
    expect(answered.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await send(url, { body: QUERY })).status).toBe(200);
  });

  it("gives the slot of a client that has hung up to another", async () => {
    const inside = await waitsInLine(2);
    const leaving = new AbortController();
    const { answer: left } = await untilWaiting(url, leaving.signal);

    leaving.abort();
    const { answer: inLine } = await untilWaiting(url);
    await lock.query("ROLLBACK");

    await expect(left).rejects.toMatchObject({ name: "AbortError" });
    expect((await Promise.all([...inside, inLine])).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it("lets a query wait for a while and no longer", async () => {
    await Promise.all([lock.end(), watch.end()]);
    await api.close();
    await open({ ...SMALL, REQUEST_WAIT_MS: "50" });
    const release = api.hold();
    const inside = Array.from({ length: 2 }, () => send(url, { body: QUERY }));
    while (api.held < 2) await wait(10);

    const waited = await send(url, { body: QUERY });
    release();

    expect(JSON.parse(waited.text)).toMatchObject({ errors: [{ extensions: { code: "UNAVAILABLE", reason: "waited" } }] });
    expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it("answers queries while mutations have taken every slot of theirs", async () => {
    await Promise.all([lock.end(), watch.end()]);
    await api.close();
    await open({ ...SMALL, DATABASE_POOL_SIZE: "10" });
    await lock.query("LOCK TABLE users");
    const query = 'mutation { signIn(input: { email: "nobody@example.org", password: "x" }) { token } }';
    const inside = Array.from({ length: 5 }, () => send(url, { body: JSON.stringify({ query }) }));
    await locksWaitedFor(watch, 5);

    // One of the two waits until the lock timeout has ended another.
    const refused = await Promise.race([1, 2].map(() => send(url, { body: JSON.stringify({ query }) })));
    const read = await send(url, { body: JSON.stringify({ query: "{ __typename }" }) });
    await lock.query("ROLLBACK");

    expect([refused.status, read.status]).toEqual([503, 200]);
    expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  it("does not begin the mutations that are left when their client has gone", async () => {
    const user = await api.world.user();
    const token = await api.world.token(user);
    await lock.query("SELECT FROM users WHERE id = $1 FOR UPDATE", [user.id]);
    const query = 'mutation { updateMe(input: { name: "A" }) { name } createDrawing(input: {}) { id } }';
    const leaving = new AbortController();
    const left = send(url, {
      body: JSON.stringify({ query }),
      signal: leaving.signal,
      headers: { authorization: `Bearer ${token}` },
    });
    await locksWaitedFor(watch, 1);

    leaving.abort();
    await expect(left).rejects.toMatchObject({ name: "AbortError" });
    await untilConnections(api, 0);
    await lock.query("ROLLBACK");
    while (!api.logLines.some((line) => line.includes('"kind":"mutation"'))) await wait(20);

    expect((await api.ask("{ drawings { totalCount } }", { token })).data).toEqual({ drawings: { totalCount: 0 } });
  });
});

/** Asks until it is not refused: while the table is locked, it then waits. */
async function untilWaiting(url: string, signal?: AbortSignal) {
  for (;;) {
    const answer = send(url, { body: QUERY, signal });
    if ((await Promise.race([answer, wait(400)])) === undefined) return { answer };
  }
}

async function locksWaitedFor(session: pg.Client, count: number): Promise<void> {
  const waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  while ((await session.query(waiting)).rows.length < count) await wait(10);
}

async function untilConnections({ http }: TestApi, count: number): Promise<void> {
  const connections = () => new Promise<number>((resolve) => http.server.getConnections((_error, open) => resolve(open)));
  while ((await connections()) > count) await wait(20);
}
