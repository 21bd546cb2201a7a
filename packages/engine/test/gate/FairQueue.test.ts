import { describe, expect, it } from "@jest/globals";
import { FairQueue } from "../../src/gate/FairQueue.js";

/** One who waits, with what it will take. */
interface One {
  readonly who: string;
  readonly takes: number;
}

describe("turns in a queue", () => {
  /** As many as each asks for, in a queue that never gets shorter. Returns how many turns each has had after so many in all. */
  function turnsOf(
    askers: readonly { readonly network: string; readonly viewer?: string; readonly takes?: number }[],
    rounds: number,
  ) {
    const queue = new FairQueue<One>();
    const had: Record<string, number> = {};
    const add = (asker: (typeof askers)[number]) => {
      const { network, viewer = "", takes = 1 } = asker;
      queue.add({ who: `${network}${viewer && "/"}${viewer}`, takes }, { network, viewer });
    };
    for (const asker of askers) add(asker);
    for (let round = 0; round < rounds; round++) {
      const one = queue.next(() => true);
      const charge = one && queue.take(one);
      if (!one || !charge) throw new Error("Nobody waits");
      queue.settle(charge, one.takes);
      had[one.who] = (had[one.who] ?? 0) + 1;
      const asker = askers.find(({ network, viewer = "" }) => `${network}${viewer && "/"}${viewer}` === one.who);
      if (asker) add(asker);
    }
    return had;
  }

  it("go by network: who has forty that wait has as many as who has one", () => {
    const flood = Array.from({ length: 40 }, () => ({ network: "flood" }));

    const had = turnsOf([...flood, { network: "one" }], 100);

    expect(had).toEqual({ flood: 50, one: 50 });
  });

  it("go by viewer within a network, so that many readers in a school share what the school has", () => {
    const had = turnsOf(
      [
        { network: "school", viewer: "anna" },
        { network: "school", viewer: "ben" },
        { network: "home", viewer: "carla" },
      ],
      100,
    );

    expect(had).toEqual({ "school/anna": 25, "school/ben": 25, "home/carla": 50 });
  });

  it("leave to others whatever a network does not ask for", () => {
    const queue = new FairQueue<string>();
    queue.add("school", { network: "school", viewer: "anna" });

    expect(queue.next(() => true)).toBe("school");
  });

  it("are weighed by what they took: who takes ten times as long has a tenth of the turns", () => {
    const had = turnsOf([{ network: "long", takes: 10 }, { network: "short" }], 220);

    expect(had.long).toBeGreaterThanOrEqual(19);
    expect(had.long).toBeLessThanOrEqual(23);
  });

  it("give nothing back to who has not come for a while: it begins where the others are", () => {
    const queue = new FairQueue<One>();
    const late = { who: "late", takes: 1 };
    const take = (one: One | undefined) => {
      const charge = one && queue.take(one);
      if (charge) queue.settle(charge, 1);
      return one?.who;
    };
    for (let count = 0; count < 200; count++) queue.add({ who: "early", takes: 1 }, { network: "early", viewer: "" });
    for (let count = 0; count < 100; count++) take(queue.next(() => true));
    for (let count = 0; count < 20; count++) queue.add({ ...late }, { network: "late", viewer: "" });

    const next = Array.from({ length: 20 }, () => take(queue.next(() => true)));

    expect(next.filter((who) => who === "late").length).toBe(10);
  });

  it("pass over who may not go, and come back to it", () => {
    const queue = new FairQueue<string>();
    for (const one of ["slow", "light"]) queue.add(one, { network: one, viewer: "" });

    expect([queue.next((one) => one !== "slow"), queue.next(() => true)]).toEqual(["light", "slow"]);
  });

  it("are shared out among those who go together", () => {
    const queue = new FairQueue<string>();
    for (let count = 0; count < 100; count++) queue.add(`flood ${count}`, { network: "flood", viewer: "" });
    for (let count = 0; count < 4; count++) queue.add(`one ${count}`, { network: "one", viewer: "" });

    const taken = queue.takeOf(queue, 8).map(([one]) => one);

    expect(taken.filter((one) => one.startsWith("one")).length).toBe(4);
  });

  it("are lost first by the last one of those who wait most", () => {
    const queue = new FairQueue<string>();
    for (let count = 0; count < 3; count++) queue.add(`flood ${count}`, { network: "flood", viewer: "" });
    queue.add("one", { network: "one", viewer: "" });

    expect(queue.lastOfLongest()).toEqual({ one: "flood 2", network: "flood" });
  });
});
