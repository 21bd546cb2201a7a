import { describe, expect, it } from "@jest/globals";
import { FairLine } from "../../src/gate/FairLine.js";

/** One who waits, with what it will take. */
interface One {
  readonly who: string;
  readonly takes: number;
}

describe("turns in a line", () => {
  /** As many as each asks for, in a line that never gets shorter. Hands back how many turns each has had after so many in all. */
  function turnsOf(
    askers: readonly { readonly network: string; readonly viewer?: string; readonly takes?: number }[],
    rounds: number,
  ) {
    const line = new FairLine<One>();
    const had: Record<string, number> = {};
    const add = (asker: (typeof askers)[number]) => {
      const { network, viewer = "", takes = 1 } = asker;
      line.add({ who: `${network}${viewer && "/"}${viewer}`, takes }, { network, viewer });
    };
    for (const asker of askers) add(asker);
    for (let round = 0; round < rounds; round++) {
      const one = line.next(() => true);
      const charge = one && line.take(one);
      if (!one || !charge) throw new Error("Nobody waits");
      line.settle(charge, one.takes);
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

  it("go by viewer within a network, so that many children of a school share what the school has", () => {
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
    const line = new FairLine<string>();
    line.add("school", { network: "school", viewer: "anna" });

    expect(line.next(() => true)).toBe("school");
  });

  it("are weighed by what they took: who takes ten times as long has a tenth of the turns", () => {
    const had = turnsOf([{ network: "long", takes: 10 }, { network: "short" }], 220);

    expect(had.long).toBeGreaterThanOrEqual(19);
    expect(had.long).toBeLessThanOrEqual(23);
  });

  it("give nothing back to who has not come for a while: it begins where the others are", () => {
    const line = new FairLine<One>();
    const late = { who: "late", takes: 1 };
    const take = (one: One | undefined) => {
      const charge = one && line.take(one);
      if (charge) line.settle(charge, 1);
      return one?.who;
    };
    for (let count = 0; count < 200; count++) line.add({ who: "early", takes: 1 }, { network: "early", viewer: "" });
    for (let count = 0; count < 100; count++) take(line.next(() => true));
    for (let count = 0; count < 20; count++) line.add({ ...late }, { network: "late", viewer: "" });

    const next = Array.from({ length: 20 }, () => take(line.next(() => true)));

    expect(next.filter((who) => who === "late").length).toBe(10);
  });

  it("pass over who may not go, and come back to it", () => {
    const line = new FairLine<string>();
    for (const one of ["slow", "light"]) line.add(one, { network: one, viewer: "" });

    expect([line.next((one) => one !== "slow"), line.next(() => true)]).toEqual(["light", "slow"]);
  });

  it("are shared out among those who go together", () => {
    const line = new FairLine<string>();
    for (let count = 0; count < 100; count++) line.add(`flood ${count}`, { network: "flood", viewer: "" });
    for (let count = 0; count < 4; count++) line.add(`one ${count}`, { network: "one", viewer: "" });

    const taken = line.takeOf(line, 8).map(([one]) => one);

    expect(taken.filter((one) => one.startsWith("one")).length).toBe(4);
  });

  it("are lost first by the last one of those who wait most", () => {
    const line = new FairLine<string>();
    for (let count = 0; count < 3; count++) line.add(`flood ${count}`, { network: "flood", viewer: "" });
    line.add("one", { network: "one", viewer: "" });

    expect(line.lastOfLongest()).toEqual({ one: "flood 2", network: "flood" });
  });
});
