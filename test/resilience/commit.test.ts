import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { ROLE } from "../support/Cluster.js";
import { describeWithClusters } from "../support/onServer.js";
import { Rig } from "../support/Rig.js";

const CREATE = 'mutation { createDrawing(input: { uploadedImageUrl: "https://images.example.org/a.png" }) { id } }';
const COMMIT_SECONDS = 1;

describeWithClusters("a mutation whose database is lost at its end", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.open();
    await rig.cluster.query(
      `CREATE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(${COMMIT_SECONDS}); RETURN NULL; END $$;
       CREATE CONSTRAINT TRIGGER nap AFTER INSERT ON drawings DEFERRABLE INITIALLY DEFERRED
         FOR EACH ROW EXECUTE FUNCTION nap()`,
      undefined,
      ROLE,
    );
  });
  beforeEach(() => rig.startReady({ LOCK_TIMEOUT_MS: "500" }));
  afterEach(() => rig.kill());
  afterAll(() => rig.close());

  const count = async () => (await rig.database.query("SELECT count(*)::int AS count FROM drawings"))[0].count;
  const committing = async () => {
    const find = "SELECT 1 FROM pg_stat_activity WHERE usename = $1 AND state = 'active' AND query LIKE 'COMMIT%'";
    while ((await rig.cluster.query(find, [ROLE])).length === 0) await wait(10);
  };

  it.each(["cut", "swallow"] as const)(
    "is UNAVAILABLE and told that it may have been made, when the network fails in the commit (%s)",
    async (fault) => {
      const before = await count();
      const creating = rig.ask(CREATE);
      await committing();
      rig.proxy[fault]();

      const { status, code, message } = await creating;
      rig.proxy.pass();

      expect([status, code, message]).toEqual([503, "UNAVAILABLE", expect.stringContaining("it may have been made")]);
      await wait(1_500 * COMMIT_SECONDS);
      expect([before, before + 1]).toContain(await count());
      expect(await rig.complaints()).toEqual([]);
    },
  );

  it("is told that it was made, when it was committed and cannot be read", async () => {
    const before = await count();
    const holder = await rig.cluster.connect();
    const creating = rig.ask(CREATE);
    await committing();
    // Waits for the mutation, and then has the table before what reads it back.
    await holder.query("BEGIN; LOCK TABLE drawings IN ACCESS EXCLUSIVE MODE");

    const { status, code, message } = await creating;
    await holder.end();

    expect([status, code, message]).toEqual([503, "UNAVAILABLE", expect.stringContaining("The change was made")]);
    expect(await count()).toBe(before + 1);
    expect(await rig.complaints()).toEqual([]);
  });
});
