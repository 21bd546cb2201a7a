import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { describeWithClusters } from "../support/onServer.js";
import { lasting, Rig } from "../support/Rig.js";

const WRITE = 'mutation { updateMe(input: { name: "New" }) { id } }';
const DELETE = `mutation { deleteDrawing(id: "${randomUUID()}") }`;
const SIGN_IN = 'mutation { signIn(input: { email: "nobody@example.org", password: "not the right one" }) { token } }';

describeWithClusters("the service, when many want the same", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.open();
  });
  beforeEach(() => rig.startReady());
  afterEach(() => rig.kill());
  afterAll(() => rig.close());

  it("answers reads at half of their rate or better while 12 writers wait for a locked row, and tells these UNAVAILABLE at the lock timeout", async () => {
    await rig.askWhile(lasting(1_000), 4);
    const alone = await rig.askWhile(lasting(3_000), 4);
    const holder = await rig.cluster.connect();
    await holder.query(`BEGIN; SELECT FROM users WHERE id = '${rig.child.id}' FOR UPDATE`);

    const isOver = lasting(6_000);
    const writing = rig.askWhile(isOver, 12, () => rig.ask(WRITE));
    await wait(500);
    const beside = await rig.askWhile(lasting(3_000), 4);
    const signIn = await rig.ask(SIGN_IN);
    const ready = await rig.statusOf("/readyz");
    const written = await writing;
    await holder.end();

    const share = beside.length / alone.length;
    expect(share >= 0.5 ? "at least half" : `${beside.length} of ${alone.length} reads`).toBe("at least half");
    expect(beside.filter(({ status }) => status !== 200)).toEqual([]);
    expect([signIn.code, signIn.ms < 1_000, ready]).toEqual(["WRONG_CREDENTIALS", true, 200]);
    expect(new Set(written.map(({ code }) => code))).toEqual(new Set(["UNAVAILABLE"]));
    expect(written.filter(({ ms }) => ms > 8_000)).toEqual([]);
    expect(await rig.complaints()).toEqual([]);
  });

  it("answers writes and sign-ins while slow reads take all the connections that they may", async () => {
    const holder = await rig.cluster.connect();
    await holder.query("BEGIN; LOCK TABLE stories IN ACCESS EXCLUSIVE MODE");
    const reading = rig.askWhile(lasting(1_500), 30, () => rig.ask("{ me { stories { totalCount } } }"));
    await wait(500);

    const others = [await rig.ask(DELETE), await rig.ask(SIGN_IN)];
    await holder.end();
    await reading;

    expect(others.map(({ code }) => code)).toEqual(["NOT_FOUND", "WRONG_CREDENTIALS"]);
    expect(others.filter(({ ms }) => ms > 1_000)).toEqual([]);
    expect(await rig.complaints()).toEqual([]);
  });

  it("tells UNAVAILABLE at REQUEST_WAIT_MS when every connection is taken, and has never more than the setting", async () => {
    rig.kill();
    await rig.startReady({
      DATABASE_POOL_SIZE: "3",
      REQUEST_WAIT_MS: "1500",
      LOCK_TIMEOUT_MS: "5000",
      STATEMENT_TIMEOUT_MS: "8000",
    });
    const holder = await rig.cluster.connect();
    await holder.query("BEGIN; LOCK TABLE tutorials IN ACCESS EXCLUSIVE MODE");

    const asking = Promise.all(Array.from({ length: 6 }, () => rig.ask()));
    await wait(1_000);
    const taken = rig.proxy.open;
    const outcomes = await asking;
    await holder.end();

    const waited = outcomes.filter(({ ms }) => ms < 4_500);
    expect(taken).toBeLessThanOrEqual(3);
    expect(outcomes.filter(({ code }) => code !== "UNAVAILABLE")).toEqual([]);
    expect([waited.length, waited.filter(({ ms }) => ms < 1_400 || ms > 2_500)]).toEqual([3, []]);
    expect(await rig.complaints()).toEqual([]);
  });
});
