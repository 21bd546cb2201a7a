import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { PASSWORD, ROLE } from "../support/Cluster.js";
import { describeWithClusters } from "../support/onServer.js";
import { lasting, Rig } from "../support/Rig.js";

const REACHED = /The database cannot be reached: .*? Trying again in ([\d.]+) s/g;

describeWithClusters("the service, when it cannot sign in at its database", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.open();
  });
  afterEach(() => rig.kill());
  afterAll(() => rig.close());

  const endSessions = () =>
    rig.cluster.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", [ROLE]);
  const health = async () => [await rig.statusOf("/healthz"), await rig.statusOf("/readyz"), (await rig.ask()).code];

  it("tries again with growing pauses at its start, however much is asked meanwhile", async () => {
    await rig.cluster.query(`ALTER ROLE ${ROLE} PASSWORD 'other'`);
    const before = rig.proxy.dialled;
    await rig.start();
    let isWaiting = true;
    const asking = rig.askWhile(() => isWaiting, 6);
    const state = await health();
    await rig.running.says(/Trying again in 2 s/);
    const pauses = [...rig.running.output().matchAll(REACHED)].map(([, pause]) => pause);
    const tries = rig.proxy.dialled - before;
    isWaiting = false;
    await rig.cluster.query(`ALTER ROLE ${ROLE} PASSWORD '${PASSWORD}'`);
    await rig.running.says(/"msg":"ready"/);

    expect(state).toEqual([200, 503, "UNAVAILABLE"]);
    expect(new Set((await asking).map(({ code }) => code))).toEqual(new Set(["UNAVAILABLE"]));
    expect(pauses).toEqual(["0.5", "1", "2"]);
    expect(tries).toBeLessThanOrEqual(pauses.length);
    expect(await rig.complaints()).toEqual([]);
  });

  it("tries once a second and logs a line now and then while it runs, however much is asked, and is well by itself", async () => {
    await rig.startReady();
    await rig.cluster.query(`ALTER ROLE ${ROLE} PASSWORD 'other'`);
    await endSessions();
    const before = rig.proxy.dialled;

    const asked = await rig.askWhile(lasting(4_000), 6);
    const tries = rig.proxy.dialled - before;
    const lines = rig.running.output().match(/could not be asked: 28P01/g);
    await rig.cluster.query(`ALTER ROLE ${ROLE} PASSWORD '${PASSWORD}'`);

    expect(asked.filter(({ code }) => code !== "UNAVAILABLE")).toEqual([]);
    // The first six come before the first refusal.
    expect({ tries: tries <= 6 + 4 ? "few" : `${tries} for ${asked.length} requests`, lines: lines?.length }).toEqual({
      tries: "few",
      lines: 1,
    });
    expect(await rig.complaints()).toEqual([]);
  });

  it.each([
    ["an unknown host", "nowhere.invalid", "", /the host of DATABASE_URL (is unknown|cannot be looked up)/],
    ["a server without TLS", undefined, "?sslmode=require", /the server offers no TLS/],
  ])(
    "tells %s in one line without the password, is alive and not ready, and waits longer each time",
    async (_what, host, parameters, line) => {
      const url = new URL(rig.cluster.urlThrough(rig.proxy.port) + parameters);
      if (host) url.hostname = host;
      await rig.start({ DATABASE_URL: url.href });

      await rig.running.says(line);
      const state = await health();
      await rig.running.says(/Trying again in 2 s/);

      expect(state).toEqual([200, 503, "UNAVAILABLE"]);
      expect([...rig.running.output().matchAll(REACHED)].map(([, pause]) => pause)).toEqual(["0.5", "1", "2"]);
      expect(rig.running.output()).not.toContain(PASSWORD);
    },
  );
});
