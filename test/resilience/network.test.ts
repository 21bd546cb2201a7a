import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { describeWithClusters } from "../support/onServer.js";
import { lasting, Rig } from "../support/Rig.js";

const CREATE_DRAWING = 'mutation { createDrawing(input: { uploadedImageUrl: "https://images.example.org/a.png" }) { id } }';
/** How long the server stands still: FAULT_SECONDS=20 is what docs/guarantees.md#f3 promises. */
const SECONDS = Number(process.env.FAULT_SECONDS ?? 12);
const LONGEST_REQUEST_MS = 10_500;

describeWithClusters("the service, when the network to its database fails", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.open();
  });
  beforeEach(() => rig.startReady());
  afterEach(() => rig.kill());
  afterAll(() => rig.close());

  it(`answers every request within 10.5 s while the server is frozen for ${SECONDS} s, and is well again`, async () => {
    const isOver = wait(SECONDS * 1_000).then(() => "over");
    let isFrozen = true;
    rig.cluster.freeze();

    const asking = rig.askWhile(() => isFrozen, 12);
    const writing = rig.askWhile(
      () => isFrozen,
      4,
      () => rig.ask('mutation { updateMe(input: { name: "Frozen" }) { id } }'),
    );
    await isOver;
    isFrozen = false;
    rig.cluster.thaw();
    const outcomes = [...(await asking), ...(await writing)];

    const longest = Math.max(...outcomes.map(({ ms }) => ms));
    const others = outcomes.filter(({ status, code }) => status !== 200 && code !== "UNAVAILABLE");
    expect({ longest: longest <= LONGEST_REQUEST_MS ? "in time" : `${longest} ms`, others }).toEqual({
      longest: "in time",
      others: [],
    });
    expect(await rig.complaints()).toEqual([]);
  });

  it("drops all dead connections with the first that is given up, when packets are swallowed", async () => {
    await rig.askWhile(lasting(500), 10);
    rig.proxy.swallow();

    // Two are asked over, and given up after 6 s. The others are as dead, and nobody has asked over them.
    const during = await rig.askWhile(lasting(6_500), 2);
    rig.proxy.pass();
    const well = await rig.msUntilWell();
    const after = await rig.askWhile(lasting(3_000), 20);

    expect(during.filter(({ ms }) => ms > LONGEST_REQUEST_MS)).toEqual([]);
    expect(well).toBeLessThan(3_000);
    expect(after.filter(({ status, ms }) => status !== 200 || ms > 1_500)).toEqual([]);
    expect(await rig.complaints()).toEqual([]);
  });

  it("lets no other request commit what a connection that froze in its transaction has begun", async () => {
    rig.kill();
    await rig.startReady({ STATEMENT_TIMEOUT_MS: "1000", LOCK_TIMEOUT_MS: "1000" });
    const [before] = await rig.database.query("SELECT count(*)::int AS count FROM drawings");
    const holder = await rig.cluster.connect();
    await holder.query("BEGIN; LOCK TABLE drawings IN ACCESS EXCLUSIVE MODE");
    const creating = rig.ask(CREATE_DRAWING);
    while ((await holder.query("SELECT 1 FROM pg_locks WHERE NOT granted")).rows.length === 0) await wait(10);
    rig.proxy.freeze();
    await holder.query("ROLLBACK");
    await holder.end();

    const outcome = await creating;
    // So long that a connection whose ROLLBACK was given up after its INSERT would be back in the pool, and the server waits for it still.
    await wait(2_500);
    rig.proxy.pass();
    const others = await Promise.all(
      Array.from({ length: 20 }, () => rig.ask('mutation { updateMe(input: { name: "Other" }) { id } }')),
    );

    const [after] = await rig.database.query("SELECT count(*)::int AS count FROM drawings");
    expect(after.count).toBe(before.count);
    expect([outcome.code, outcome.ms < LONGEST_REQUEST_MS]).toEqual(["UNAVAILABLE", true]);
    expect(others.filter(({ status }) => status !== 200)).toEqual([]);
    expect(await rig.complaints()).toEqual([]);
  });

  it("acknowledges no write that is not there, wherever the connection is cut in the middle of its answers", async () => {
    const create = `mutation ($id: ID!) {
      createDrawing(input: { id: $id, uploadedImageUrl: "https://images.example.org/a.png" }) { id }
    }`;
    const sent: string[] = [];
    const acknowledged: string[] = [];
    const codes = new Set<string | undefined>();
    await rig.ask(create, { id: randomUUID() });
    // An answer of a write has about 400 bytes over all its statements. Five in a row that come through are the end.
    for (let bytes = 0, whole = 0; whole < 5 && bytes < 5_000; bytes += 7) {
      const id = randomUUID();
      sent.push(id);
      rig.proxy.cutAfterBytes(bytes);
      const { code } = await rig.ask(create, { id });
      rig.proxy.pass();
      codes.add(code);
      whole = code === undefined ? whole + 1 : 0;
      if (code === undefined) acknowledged.push(id);
    }

    const rows: { id: string }[] = await rig.database.query("SELECT id FROM drawings WHERE id = ANY ($1)", [sent]);
    const kept = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    expect([sent.length > 20, acknowledged.length >= 5]).toEqual([true, true]);
    expect(codes).toEqual(new Set([undefined, "UNAVAILABLE"]));
    expect(await rig.complaints()).toEqual([]);
  });

  it("lives on when the server ends each connection in the packet that completes it", async () => {
    const shuttingDown = "SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0";
    const length = Buffer.alloc(4);
    length.writeInt32BE(shuttingDown.length + 4);
    rig.proxy.addToReady(Buffer.concat([Buffer.from("E"), length, Buffer.from(shuttingDown)]));
    rig.proxy.cut();

    const outcomes = await rig.askWhile(lasting(1_500), 6);
    rig.proxy.pass();

    expect(outcomes.filter(({ status, code }) => status !== 200 && code !== "UNAVAILABLE")).toEqual([]);
    expect(await rig.complaints()).toEqual([]);
  });

  it("lives on when an answer cannot be read, and when it is cut in the middle", async () => {
    // A RowDescription that claims more columns than it has: pg's parser throws a RangeError.
    const malformed = Buffer.from([0x54, 0, 0, 0, 6, 0x7f, 0xff]);
    // A message of a kind that there is not.
    const unknown = Buffer.from([0x3f, 0, 0, 0, 4]);
    const asking = rig.askWhile(lasting(3_000), 6);
    for (let round = 0; round < 5; round++) {
      await wait(250);
      rig.proxy.inject(round % 2 === 0 ? malformed : unknown);
      await wait(250);
      rig.proxy.cutAfterBytes(20);
    }
    rig.proxy.pass();

    const outcomes = await asking;

    expect(outcomes.filter(({ status, code }) => status !== 200 && code !== "UNAVAILABLE")).toEqual([]);
    expect(await rig.complaints()).toEqual([]);
  });
});
