import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { describeOnServer } from "../../support/onServer.js";
import { openDatabase, type TestDatabase } from "../../support/openDatabase.js";
import { keepingAgent, send } from "../../support/send.js";
import { killStarted, startService } from "../../support/startService.js";
import { TcpProxy } from "../../support/TcpProxy.js";

const QUERY = JSON.stringify({ query: "{ tutorials { totalCount } }" });

describeOnServer("a service that is told to stop", () => {
  let opened: TestDatabase;
  beforeEach(async () => {
    opened = await openDatabase();
  });
  afterEach(async () => {
    killStarted();
    await opened.close();
  });

  const start = async (url: string) => {
    const service = startService({ DATABASE_URL: url });
    const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
    await service.says(/"msg":"ready"/);
    return { ...service, address };
  };

  it("is not ready at once, answers what is in flight and what still arrives, closes each connection, and ends with 0", async () => {
    const service = await start(opened.url ?? "");
    const agent = keepingAgent();
    const kept = await send(`${service.address}/healthz`, { agent });
    const locked = opened.database.createQueryRunner();
    await locked.startTransaction();
    await locked.query("LOCK TABLE tutorials");
    const inFlight = send(`${service.address}/graphql`, { body: QUERY, agent: keepingAgent() });
    await waitsForLock(opened);

    service.child.kill("SIGTERM");
    await service.says(/"msg":"stopping"/);
    service.child.kill("SIGTERM");
    service.child.kill("SIGINT");
    const alive = await send(`${service.address}/healthz`, { agent });
    const ready = await send(`${service.address}/readyz`);
    const other = await send(`${service.address}/graphql`, { body: JSON.stringify({ query: "{ users { totalCount } }" }) });
    await locked.rollbackTransaction();
    await locked.release();

    expect([kept.headers.connection, alive.headers.connection]).toEqual(["keep-alive", "close"]);
    expect([alive.status, ready.status, other.status]).toEqual([200, 503, 401]);
    const { status, headers, text } = await inFlight;
    expect([status, headers.connection, text]).toEqual([200, "close", expect.stringContaining('"totalCount":0')]);
    expect(await service.exit).toBe(0);
  });

  it("ends with 0 within 15 s though the database is frozen", async () => {
    const url = new URL(opened.url ?? "");
    const proxy = await TcpProxy.to(Number(url.port || 5432));
    url.port = String(proxy.port);
    const service = await start(url.href);
    await send(`${service.address}/graphql`, { body: QUERY });
    proxy.freeze();
    const hanging = send(`${service.address}/graphql`, { body: QUERY }).then(
      ({ status }) => status,
      () => "cut",
    );
    await wait(200);

    const started = performance.now();
    service.child.kill("SIGTERM");
    const code = await service.exit;
    await proxy.close();

    expect(code).toBe(0);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect([503, "cut"]).toContain(await hanging);
  });
});

async function waitsForLock({ database }: TestDatabase): Promise<void> {
  const waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  while ((await database.query<unknown[]>(waiting)).length === 0) await wait(10);
}
