import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { startHaProxyWith } from "../support/haProxy.js";
import { describeBehindHaProxy, describeOnServer } from "../support/onServer.js";
import { openDatabase, type TestDatabase } from "../support/openDatabase.js";
import { freePort } from "../support/pgBouncer.js";
import { keepingAgent, send } from "../support/send.js";
import { killStarted, startService } from "../support/startService.js";
import { World } from "../support/World.js";

const COUNT = JSON.stringify({ query: "{ tutorials { totalCount } }" });
const LISTENING = /"pid":(\d+)[^\n]*"url":"(http[^"]+)"/g;

/** Several processes on one port: docs/guarantees.md#l8. */
describeOnServer("several processes on one port", () => {
  let opened: TestDatabase;
  beforeEach(async () => {
    opened = await openDatabase();
  });
  afterEach(async () => {
    killStarted();
    await opened.close();
  });

  const start = async (settings: Record<string, string> = {}) => {
    const service = startService({ DATABASE_URL: opened.url ?? "", WEB_CONCURRENCY: "2", ...settings });
    /** Waits until so many processes have begun to listen, and returns their ids, the oldest first. */
    const listening = async (count: number): Promise<number[]> => {
      const all = () => [...service.output().matchAll(LISTENING)].map(([, pid]) => Number(pid));
      while (all().length < count) await wait(20);
      return all();
    };
    await listening(2);
    const [, , address = ""] = new RegExp(LISTENING.source).exec(service.output()) ?? [];
    while ((await send(`${address}/readyz`)).status !== 200) await wait(20);
    return { ...service, listening, address };
  };

  it("have one health port and one set of metrics, and all see at once that a session has ended", async () => {
    const [HEALTH_PORT, METRICS_PORT] = [String(await freePort()), String(await freePort())];
    const { address } = await start({ HEALTH_PORT, METRICS_PORT });
    const world = new World(opened.database);
    const token = await world.token(await world.user());
    const headers = { authorization: `Bearer ${token}` };
    const ask = (query: string) => send(`${address}/graphql`, { body: JSON.stringify({ query }), headers });

    // Each comes on a connection of its own, and so to the processes in turns.
    const before = await Promise.all(Array.from({ length: 8 }, () => ask("query Me { me { id } }")));
    await ask("mutation Out { signOut }");
    const after = await Promise.all(Array.from({ length: 8 }, () => ask("query Me { me { id } }")));
    const health = await send(`http://127.0.0.1:${HEALTH_PORT}/healthz`);
    const metrics = await send(`http://127.0.0.1:${METRICS_PORT}/metrics`);

    expect([...before, ...after].map(({ status }) => status)).toEqual([...Array(8).fill(200), ...Array(8).fill(401)]);
    expect([health.status, health.text]).toEqual([200, '{"status":"alive"}']);
    expect(metrics.text).toContain('novadraw_operations_total{operation="Me",kind="query",code="OK"} 8');
    expect(metrics.text).toContain('novadraw_operations_total{operation="Me",kind="query",code="UNAUTHENTICATED"} 8');
  });

  it("are started again when they are killed in turns under load: no acknowledged write is lost, and hardly a read fails", async () => {
    const { address, child, listening } = await start();
    const world = new World(opened.database);
    const headers = { authorization: `Bearer ${await world.token(await world.user())}` };
    const acknowledged: string[] = [];
    const outcomes: boolean[] = [];
    let isLoaded = true;
    // Some leave of the processors is what the processes need to start again.
    const load = async (act: () => Promise<void>) => {
      for (; isLoaded; await wait(10)) await act().catch(() => undefined);
    };
    const write = async (agent = keepingAgent()) => {
      const query = 'mutation { createDrawing(input: { uploadedImageUrl: "https://i.example.org/a.png" }) { id } }';
      const { text } = await send(`${address}/graphql`, { body: JSON.stringify({ query }), headers, agent });
      acknowledged.push(JSON.parse(text).data.createDrawing.id);
    };
    const read = async (agent = keepingAgent()) => {
      outcomes.push(false);
      const index = outcomes.length - 1;
      outcomes[index] = (await send(`${address}/graphql`, { body: COUNT, agent })).status === 200;
    };
    const agents = Array.from({ length: 6 }, keepingAgent);
    const loads = [
      ...agents.slice(0, 2).map((agent) => load(() => write(agent))),
      ...agents.slice(2).map((agent) => load(() => read(agent))),
    ];

    const acknowledge = async (more: number) => {
      for (const until = acknowledged.length + more; acknowledged.length < until; ) await wait(20);
    };
    for (let round = 0; round < 3; round++) {
      const pids = await listening(2 + round);
      await acknowledge(30);
      process.kill(pids[round] ?? 0, "SIGKILL");
    }
    await listening(5);
    await acknowledge(30);
    isLoaded = false;
    await Promise.all(loads);
    for (const agent of agents) agent.destroy();
    const rows = await opened.database.query<{ id: string }[]>("SELECT id FROM drawings");
    const stored = new Set(rows.map(({ id }) => id));

    expect(acknowledged.length).toBeGreaterThan(100);
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    expect(outcomes.filter((isGood) => !isGood).length).toBeLessThan(outcomes.length / 100);
    expect(child.exitCode).toBeNull();
  });

  it("are started again after a longer pause each time they end soon", async () => {
    const { listening, output } = await start();
    for (let round = 0; round < 3; round++) {
      const pids = await listening(2 + round);
      process.kill(pids[round === 0 ? 0 : round + 1] ?? 0, "SIGKILL");
    }
    await listening(5);

    const pauses = [...output().matchAll(/"pauseMs":(\d+)/g)].map(([, ms]) => Number(ms));
    expect(pauses).toEqual([100, 200, 400]);
  });

  it("are killed and started again when they are stuck, while the others answer", async () => {
    const HEALTH_PORT = String(await freePort());
    const { address, listening, says } = await start({ HEALTH_PORT });
    const [stuck = 0] = await listening(2);
    process.kill(stuck, "SIGSTOP");

    await says(/gives no sign of life/);
    const health = await send(`http://127.0.0.1:${HEALTH_PORT}/healthz`);
    await listening(3);

    expect(health.status).toBe(200);
    expect((await send(`${address}/graphql`, { body: COUNT })).status).toBe(200);
  });

  it("stop together: what is in flight is answered, and the one above them ends with 0", async () => {
    const patient = { STATEMENT_TIMEOUT_MS: "60000", LOCK_TIMEOUT_MS: "60000" };
    const { address, child, exit, output, listening } = await start(patient);
    const pids = await listening(2);
    const locked = opened.database.createQueryRunner();
    await locked.startTransaction();
    await locked.query("LOCK TABLE tutorials");
    const inFlight = Array.from({ length: 4 }, () => send(`${address}/graphql`, { body: COUNT }));
    const waiting = "SELECT FROM pg_locks WHERE relation = 'tutorials'::regclass AND NOT granted";
    while ((await locked.query(waiting)).length < inFlight.length) await wait(20);

    child.kill("SIGTERM");
    await wait(300);
    await locked.rollbackTransaction();
    await locked.release();

    expect((await Promise.all(inFlight)).map(({ status }) => status)).toEqual(Array(4).fill(200));
    expect(await exit).toBe(0);
    expect(output().match(/"msg":"stopped"/g)).toHaveLength(2);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("end with the one above them, and end it when none can start", async () => {
    const { child, listening, address } = await start();
    const pids = await listening(2);
    child.kill("SIGKILL");
    const isGone = (pid: number) => {
      try {
        return !process.kill(pid, 0);
      } catch {
        return true;
      }
    };
    while (!pids.every(isGone)) await wait(20);
    await expect(send(`${address}/healthz`)).rejects.toThrow("ECONNREFUSED");

    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    const failing = startService({ DATABASE_URL: opened.url ?? "", WEB_CONCURRENCY: "2", PORT: String(port) });

    expect(await failing.exit).toBe(1);
    expect(failing.output()).toContain(`Port ${port} is in use by another process.`);
    expect(failing.output()).toContain("The service cannot start");
    taken.close();
  });
});

describeBehindHaProxy("two processes behind docs/haproxy.cfg", () => {
  afterEach(killStarted);

  it("are asked while they are ready, and no longer once they stop", async () => {
    const opened = await openDatabase();
    const settings = { DATABASE_URL: opened.url ?? "", WEB_CONCURRENCY: "2", TRUST_PROXY: "loopback", HOST: "127.0.0.1" };
    const service = startService(settings);
    const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
    const port = await freePort();
    const proxy = await startHaProxyWith("docs/haproxy.cfg", port, { PORT: String(port), API: new URL(address).host });
    const ask = async (accept?: string) =>
      (await send(`http://127.0.0.1:${port}/graphql`, { body: COUNT, ...(accept && { headers: { accept } }) })).status;
    while ((await ask()) !== 200) await wait(50);

    expect(await ask("application/json, text/event-stream")).toBe(200);
    service.child.kill("SIGTERM");
    while ((await ask()) === 200) await wait(20);
    expect(await ask()).toBe(503);
    expect(await service.exit).toBe(0);
    await proxy.stop();
    await opened.close();
  });
});
