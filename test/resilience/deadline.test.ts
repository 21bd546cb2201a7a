import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { ROLE } from "../support/Cluster.js";
import { describeWithClusters } from "../support/onServer.js";
import { Rig } from "../support/Rig.js";

const DEADLINE_MS = 10_000;
const SECONDS_A_WRITE = 1.4;
const MANY = `mutation { ${Array.from({ length: 10 }, (_, number) => `a${number}: updateMe(input: { name: "${number}" }) { id }`).join(" ")} }`;
const CREATE = 'mutation { createDrawing(input: { uploadedImageUrl: "https://images.example.org/a.png" }) { id } }';
const SIGN_UP = 'mutation { signUp(input: { email: "new@example.org", password: "a secret of mine" }) { token } }';

describeWithClusters("a document of many mutations, each of which takes its time", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.open();
    await rig.cluster.query(
      `CREATE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(${SECONDS_A_WRITE}); RETURN NEW; END $$;
       CREATE TRIGGER nap BEFORE INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION nap();
       CREATE TRIGGER nap BEFORE INSERT ON drawings FOR EACH ROW EXECUTE FUNCTION nap()`,
      undefined,
      ROLE,
    );
  });
  beforeEach(() => rig.startReady());
  afterEach(() => rig.kill());
  afterAll(() => rig.close());

  const nameOfChild = async () => (await rig.database.query("SELECT name FROM users WHERE id = $1", [rig.child.id]))[0].name;
  const atWork = async () =>
    (
      await rig.cluster.query(
        "SELECT 1 FROM pg_stat_activity WHERE usename = $1 AND (state = 'active' OR state LIKE 'idle in%') AND query NOT LIKE '%pg_stat%'",
        [ROLE],
      )
    ).length;

  const inserts = async (table: string) => {
    const find = "SELECT 1 FROM pg_stat_activity WHERE usename = $1 AND state = 'active' AND query LIKE $2";
    return (await rig.cluster.query(find, [ROLE, `INSERT INTO "${table}"%`])).length > 0;
  };

  it("is UNAVAILABLE after 10 s, and nothing of it runs on", async () => {
    const { code, ms } = await rig.ask(MANY);
    const name = await nameOfChild();
    while ((await atWork()) > 0) await wait(20);
    await wait(2_000 * SECONDS_A_WRITE);

    expect([code, ms >= DEADLINE_MS && ms < DEADLINE_MS + 500 ? "in time" : `${ms} ms`]).toEqual(["UNAVAILABLE", "in time"]);
    expect([await nameOfChild(), await atWork()]).toEqual([name, 0]);
    expect(await rig.complaints()).toEqual([]);
  });

  it.each([
    ["a new drawing", CREATE, "drawings"],
    ["a sign-up", SIGN_UP, "users"],
  ])("ends where its client hangs up, and what is under way is undone: %s", async (_what, mutation, table) => {
    const rows = async () => (await rig.database.query(`SELECT count(*)::int AS count FROM ${table}`))[0].count;
    const before = await rows();
    const client = new AbortController();
    const asking = rig.ask(mutation, {}, { signal: client.signal }).catch(() => "hung up");
    while (!(await inserts(table))) await wait(20);

    client.abort();
    const hungUpAt = performance.now();
    while ((await atWork()) > 0) await wait(20);
    const ms = performance.now() - hungUpAt;

    expect([await asking, ms < 1_000 ? "in time" : `${ms} ms`]).toEqual(["hung up", "in time"]);
    await wait(2_000 * SECONDS_A_WRITE);
    expect(await rows()).toBe(before);
    expect(rig.running.output()).not.toContain("operation failed");
    expect(await rig.complaints()).toEqual([]);
  });
});
