import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { ROLE } from "../support/Cluster.js";
import { describeWithClusters } from "../support/onServer.js";
import { lasting, Rig } from "../support/Rig.js";

const END_MS = 15_000;
const LONG = { STATEMENT_TIMEOUT_MS: "20000", LOCK_TIMEOUT_MS: "20000" };

describeWithClusters("the service, when it is told to stop", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.open();
  });
  afterEach(() => rig.kill());
  afterAll(() => rig.close());

  const stop = async () => {
    const started = performance.now();
    rig.running.child.kill("SIGTERM");
    const code = await rig.running.exit;
    const ms = performance.now() - started;
    return [code, ms < END_MS ? "in time" : `after ${ms} ms`];
  };

  it("is not ready at once under load, answers all that comes within a second, resets none, and ends with 0", async () => {
    await rig.startReady();
    // Load balancers look each second whether it is ready: for so long it has to serve on.
    const asking = rig.askWhile(lasting(1_900), 20);
    await wait(1_000);
    const ended = stop();
    await rig.running.says(/"msg":"stopping"/);
    const ready = await rig.statusOf("/readyz");
    const outcomes = await asking;

    expect([ready, await ended]).toEqual([503, [0, "in time"]]);
    expect(outcomes.length).toBeGreaterThan(20);
    expect(outcomes.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it("answers slow requests, gives up those that take too long as UNAVAILABLE, and ends with 0 within 15 s", async () => {
    await rig.startReady(LONG);
    await rig.cluster.query(
      `ALTER TABLE tutorials RENAME TO slow;
       CREATE VIEW tutorials AS SELECT slow.* FROM slow, (SELECT pg_sleep(3)) AS nap;
       GRANT SELECT ON tutorials TO ${ROLE}`,
      undefined,
      ROLE,
    );
    const holder = await rig.cluster.connect();
    await holder.query("BEGIN; LOCK TABLE drawings IN ACCESS EXCLUSIVE MODE");
    const slow = Array.from({ length: 4 }, () => rig.ask());
    const stuck = Array.from({ length: 3 }, () => rig.ask("{ drawings(first: 1) { totalCount } }"));
    await wait(500);

    const ended = await stop();
    const answers = [await Promise.all(slow), await Promise.all(stuck)];
    await holder.end();
    await rig.cluster.query("DROP VIEW tutorials; ALTER TABLE slow RENAME TO tutorials", undefined, ROLE);

    expect(ended).toEqual([0, "in time"]);
    expect(answers).toMatchObject([Array(4).fill({ status: 200 }), Array(3).fill({ status: 503, code: "UNAVAILABLE" })]);
  });

  it("answers UNAVAILABLE and ends with 0 within 15 s though the database is frozen, whatever signals follow", async () => {
    await rig.startReady();
    rig.cluster.freeze();
    const reading = Array.from({ length: 12 }, () => rig.ask());
    const writing = Array.from({ length: 4 }, () => rig.ask('mutation { updateMe(input: { name: "Frozen" }) { id } }'));
    await wait(500);
    const later = [1_000, 3_000, 5_000].map((ms) =>
      wait(ms).then(() => {
        for (const signal of ["SIGTERM", "SIGINT"] as const) rig.running.child.kill(signal);
      }),
    );

    const ended = await stop();
    const outcomes = await Promise.all([...reading, ...writing]);
    await Promise.all(later);
    rig.cluster.thaw();

    expect(ended).toEqual([0, "in time"]);
    expect(outcomes).toEqual(Array.from({ length: 16 }, () => expect.objectContaining({ status: 503, code: "UNAVAILABLE" })));
  });
});
