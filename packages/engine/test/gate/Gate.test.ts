import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import type { Statement } from "../../src/compiler/Compiler.js";
import { Gate, type GateSettings } from "../../src/gate/Gate.js";
import type { SentStatement } from "../../src/gate/joinedStatement.js";

const settings: GateSettings = {
  connections: 4,
  hashes: 1,
  mostWaiting: 10,
  waitMs: 60_000,
  mostBytes: 1_000,
  join: "auto",
  polledTogether: 64,
};

/** Who asks from a network, and may go. */
function client(network: string, viewer?: string) {
  const one = { reason: undefined as unknown };
  const deadline = {
    until: Number.POSITIVE_INFINITY,
    why: () => one.reason,
    caller: () => ({ network, ...(viewer !== undefined && { viewer }) }),
  };
  const leave = (reason: unknown = new Error("hung up")) => {
    one.reason = reason;
  };
  return { deadline, leave };
}

/** Work that lasts until it is let go. */
function held() {
  let letGo = () => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { work: () => until, letGo };
}

describe("a gate", () => {
  const sent: SentStatement[] = [];
  let answerAll: () => void = () => undefined;
  function gateOf(changed: Partial<GateSettings> = {}) {
    sent.length = 0;
    const waiting: (() => void)[] = [];
    const gate = new Gate(
      { ...settings, ...changed },
      {
        send: (statement) =>
          new Promise((resolve) => {
            sent.push(statement);
            const [values] = statement.values;
            waiting.push(() => resolve(Array.isArray(values) ? values.map((_value, at) => [at + 1, "row", 0]) : [["row"]]));
          }),
        roundTripMs: () => 0.2,
      },
    );
    answerAll = () => {
      for (const answer of waiting.splice(0)) answer();
    };
    return gate;
  }
  const statement = (name: string, weight = 0): Statement => ({
    name,
    text: name,
    values: [],
    weight,
    shape: { rows: 1, isPublic: false },
  });

  it("lets no network's hashes keep another's waiting: they are taken in turns", async () => {
    const gate = gateOf();
    const first = held();
    void gate.hash(first.work, client("flood").deadline);
    const order: string[] = [];
    const hash = (name: string) => gate.hash(async () => void order.push(name), client(name).deadline).catch(() => "refused");
    const all = [...Array.from({ length: 20 }, () => hash("flood")), hash("one"), hash("other")];

    first.letGo();
    await Promise.all(all);

    expect(order.indexOf("one")).toBeLessThanOrEqual(3);
    expect(order.indexOf("other")).toBeLessThanOrEqual(3);
  });

  it("refuses at once a hash that cannot begin before its deadline, with seconds that differ, and lets in who comes from elsewhere", async () => {
    const gate = gateOf();
    await Promise.all(Array.from({ length: 5 }, () => gate.hash(() => wait(100), client("school").deadline)));
    const first = held();
    void gate.hash(first.work, client("school").deadline);
    const soon = (network: string) => ({ ...client(network).deadline, until: performance.now() + 1_000 });
    const hash = (network: string) =>
      gate
        .hash(async () => "done", soon(network))
        .catch(({ details }) => details as { reason: string; retryAfterSeconds: number });

    const all = Array.from({ length: 40 }, () => hash("school"));
    const refused = await Promise.all(all.slice(15));
    const other = hash("one");
    first.letGo();

    expect(new Set(refused.map((one) => (one as { reason: string }).reason))).toEqual(new Set(["full"]));
    expect(new Set(refused.map((one) => (one as { retryAfterSeconds: number }).retryAfterSeconds)).size).toBeGreaterThan(2);
    expect(await Promise.all(all.slice(0, 5))).toEqual(Array(5).fill("done"));
    expect(await other).toBe("done");
  });

  it("lets a class in after one hash that took long by chance", async () => {
    const gate = gateOf();
    for (const ms of [1_000, 1, 1, 1, 1]) await gate.hash(() => wait(ms), client("school").deadline);
    const deadline = { ...client("school").deadline, until: performance.now() + 5_000 };

    const pupils = await Promise.all(Array.from({ length: 60 }, () => gate.hash(async () => "done", deadline)));

    expect(pupils).toEqual(Array(60).fill("done"));
  });

  it("refuses the last of those who wait most when a queue is full, and not who comes from elsewhere", async () => {
    const gate = gateOf({ connections: 2 });
    const first = held();
    void gate.write(first.work, client("flood").deadline);
    const flood = Array.from({ length: 10 }, () => gate.write(async () => "done", client("flood").deadline));
    const last = flood.at(-1)?.catch(({ details }) => details.reason);

    const other = gate.write(async () => "done", client("one").deadline);
    const refused = await last;
    first.letGo();

    expect([refused, await other]).toEqual(["full", "done"]);
    expect((await Promise.allSettled(flood)).filter(({ status }) => status === "fulfilled").length).toBe(9);
  });

  it("gives requests of unknown viewers one turn together, and viewers one each", async () => {
    const gate = gateOf({ connections: 2, mostWaiting: 100 });
    const first = held();
    void gate.write(first.work, client("school").deadline);
    const order: string[] = [];
    const write = (viewer?: string) => gate.write(async () => void order.push(viewer ?? ""), client("school", viewer).deadline);
    const all = [...Array.from({ length: 40 }, () => write()), write("anna"), write("ben")];

    first.letGo();
    await Promise.all(all);

    expect(order.indexOf("anna")).toBeLessThanOrEqual(3);
    expect(order.indexOf("ben")).toBeLessThanOrEqual(3);
  });

  it("sends reads that arrive in one turn of the event loop together, and a later one by itself", async () => {
    const gate = gateOf();
    const { deadline } = client("one");
    const shape = { rows: 1, isPublic: false, joined: { name: "joined", text: "joined", common: [] } };
    const read = (value: string) => gate.read({ name: "single", text: "single", values: [value], weight: 0, shape }, deadline);
    const together = [read("a"), read("b")];
    const atOnce = sent.length;
    await turn();
    const later = read("c");
    await turn();

    expect([atOnce, sent]).toEqual([
      0,
      [{ name: "joined", text: "joined", values: [["a", "b"]] }, expect.objectContaining({ name: "single", values: ["c"] })],
    ]);
    answerAll();
    expect(await Promise.all([...together, later])).toEqual([["row", 0], ["row", 0], ["row"]]);
  });

  it("sends public reads with the same values once, and answers each", async () => {
    const gate = gateOf();
    const shape = { rows: 1, isPublic: true };
    const read = (value: string) =>
      gate.read({ name: "public", text: "public", values: [value], weight: 0, shape }, client("one").deadline);
    const all = [read("a"), read("b"), read("a")];
    await turn();

    expect(sent.map(({ values }) => values)).toEqual([["a"], ["b"]]);
    answerAll();
    expect(await Promise.all(all)).toEqual([["row"], ["row"], ["row"]]);
  });

  it("has a read wait whose answer does not fit beside those that run, and refuses one that never would", async () => {
    const gate = gateOf();
    const { deadline } = client("one");
    const large = gate.read(statement("large", 900), deadline);
    const other = gate.read(statement("other", 200), deadline);
    const small = gate.read(statement("small", 50), deadline);
    await turn();
    const before = sent.map(({ name }) => name);

    answerAll();
    await Promise.all([large, small]);
    const after = sent.map(({ name }) => name);
    answerAll();
    await other;

    expect([before, after]).toEqual([
      ["large", "small"],
      ["large", "small", "other"],
    ]);
    await expect(gate.read(statement("huge", 1_001), deadline)).rejects.toMatchObject({ code: "QUERY_TOO_COMPLEX" });
  });

  it("tells who waits or has its work done that its time is over, and keeps the slot until the work has ended", async () => {
    const gate = gateOf({ connections: 2 });
    const [running, waiting] = [client("one"), client("one")];
    const first = held();
    const work = gate.write(first.work, running.deadline);
    const next = gate.write(async () => "next", waiting.deadline);
    let hasRun = false;
    const third = gate.write(async () => {
      hasRun = true;
    }, client("one").deadline);

    for (const { leave } of [running, waiting]) leave(new Error("over"));
    await expect(work).rejects.toThrow("over");
    await expect(next).rejects.toThrow("over");
    await turn();
    const before = hasRun;
    first.letGo();
    await third;

    expect([before, hasRun]).toEqual([false, true]);
  });

  it("cancels what nobody waits for, and gives it up when that is of no use", async () => {
    const gate = gateOf();
    const { deadline, leave } = client("one");
    const ended: string[] = [];
    const first = held();
    const work = gate.write((running) => {
      running.watch({ cancel: () => void ended.push("cancelled"), giveUp: () => first.letGo() });
      return first.work();
    }, deadline);

    leave();
    await expect(work).rejects.toThrow("hung up");
    await first.work();

    expect(ended).toEqual(["cancelled"]);
  });

  it("takes a burst, and keeps a queue that never ends short", async () => {
    const gate = gateOf({ mostWaiting: 100, waitMs: 50 });
    const { deadline } = client("flood");
    const read = () => gate.read(statement("page"), deadline).catch(({ details }) => details.reason);
    const burst = Array.from({ length: 90 }, read);
    await wait(300);
    const afterBurst = gate.waiting.read;
    while (gate.waiting.read > 0) await wait(20);
    answerAll();
    const outcomes = await Promise.all(burst);

    expect(afterBurst).toBe(86);
    expect([outcomes.filter((one) => one === "waited").length, outcomes.filter(Array.isArray).length]).toEqual([86, 4]);
  });
});
