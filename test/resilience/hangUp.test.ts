import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { quietLog } from "../../packages/engine/src/database/SqlLogger.js";
import { statementRunner } from "../../packages/engine/src/database/statementRunner.js";
import { Gate } from "../../packages/engine/src/gate/Gate.js";
import { createDataSource } from "../../src/createDataSource.js";
import { Cluster, ROLE } from "../support/Cluster.js";
import { describeWithClusters } from "../support/onServer.js";

const statement = (text: string) => ({ name: text, text, values: [], weight: 0, shape: { rows: 1, isPublic: false } });
const SLOW = statement("SELECT pg_sleep(20)");
const MARK = statement("SELECT pg_backend_pid(), pg_sleep(0.02)");

describeWithClusters("a statement whose client has hung up", () => {
  let cluster: Cluster;
  let database: DataSource;
  beforeAll(async () => {
    cluster = await Cluster.start();
    const timeouts = { statementMs: 20_000, lockMs: 2_000 };
    const config = { directory: "", poolSize: 4, timeouts, isSqlEchoed: false, isPreparing: true };
    database = createDataSource({ ...config, url: cluster.urlThrough(cluster.port) }, quietLog);
    await database.initialize();
  });
  afterAll(async () => {
    await database.destroy();
    cluster.remove();
  });

  /** Who may hang up. */
  const client = () => {
    const one = { reason: undefined as unknown };
    const deadline = {
      until: Number.POSITIVE_INFINITY,
      why: () => one.reason,
      caller: () => ({ network: "192.0.2.1" }),
    };
    const hangUp = () => {
      one.reason = new Error("hung up");
    };
    return { deadline, hangUp };
  };
  const gateOf = (database: DataSource) => {
    const run = statementRunner(database);
    const settings = { connections: 4, hashes: 1, mostWaiting: 500, waitMs: 10_000, mostBytes: 1e9, join: "never" } as const;
    return new Gate({ ...settings, polledTogether: 64 }, { send: run, roundTripMs: () => 10 });
  };
  const sleeping = async () =>
    (
      await cluster.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM pg_stat_activity WHERE usename = $1 AND state = 'active'",
        [ROLE],
      )
    )[0]?.count;
  const sessions = async () =>
    (await cluster.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE usename = $1", [ROLE]))
      .map(({ pid }) => pid)
      .sort();

  it("ends at the server within a second, leaves the line, and its connections go on", async () => {
    const gate = gateOf(database);
    const { deadline, hangUp } = client();
    const asked = Promise.allSettled(Array.from({ length: 12 }, () => gate.read(SLOW, deadline)));
    while ((await sleeping()) !== 4) await wait(10);
    const before = await sessions();

    const hungUpAt = performance.now();
    hangUp();
    while ((await sleeping()) !== 0) await wait(10);
    const ms = performance.now() - hungUpAt;
    const outcomes = await asked;
    const next = await Promise.all(Array.from({ length: 200 }, () => gate.read(MARK, client().deadline)));

    expect(ms < 1_000 ? "in time" : `${ms} ms`).toBe("in time");
    expect(new Set(outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason.message))).toEqual(new Set(["hung up"]));
    expect(next.length).toBe(200);
    expect(await sessions()).toEqual(before);
  });

  it("is not run at all when it has hung up before", async () => {
    const { deadline, hangUp } = client();
    hangUp();

    await expect(gateOf(database).read(SLOW, deadline)).rejects.toThrow("hung up");
  });

  it("never ends another's statement, however often clients hang up", async () => {
    const gate = gateOf(database);
    const isOver = performance.now() + 4_000;
    const hangingUp = async () => {
      while (performance.now() < isOver) {
        const { deadline, hangUp } = client();
        const asked = gate.read(MARK, deadline).catch(() => undefined);
        await wait(Math.random() * 25);
        hangUp();
        await asked;
      }
    };
    let answered = 0;
    const asking = async () => {
      for (; performance.now() < isOver; answered++) await gate.read(MARK, client().deadline);
    };

    await Promise.all([...Array.from({ length: 4 }, hangingUp), ...Array.from({ length: 4 }, asking)]);

    expect(answered).toBeGreaterThan(20);
  });
});
