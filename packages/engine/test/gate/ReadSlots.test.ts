import { describe, expect, it } from "@jest/globals";
import type { Shape } from "../../src/compiler/Compiler.js";
import { ReadSlots } from "../../src/gate/ReadSlots.js";

const shape = (): Shape => ({ rows: 1, isPublic: true });

describe("the slots of reads", () => {
  /** Slots over a clock of the test's own. */
  function slotsOf(most: number, roundTripMs = 0.2) {
    const clock = { ms: 0 };
    const slots = new ReadSlots(
      most,
      1_000,
      () => roundTripMs,
      () => clock.ms,
    );
    /** Has run as many of a shape, each so long. */
    const hasRun = (of: Shape, ms: number, count = 100) => {
      for (let number = 0; number < count; number++) {
        const one = slots.start(of, 1, 0);
        clock.ms += ms;
        slots.end(one, true);
      }
    };
    const fill = (of: Shape) => {
      let held = 0;
      for (; slots.hasRoom(of); held++) slots.start(of, 1, 0);
      return held;
    };
    return { slots, clock, hasRun, fill };
  }

  it.each([
    ["near", 0.2, 3],
    ["a millisecond away", 1, 4],
    ["two milliseconds away", 2.2, 8],
    ["far away", 40, 8],
  ])("are as many as a database asks for that is %s", (_where, roundTripMs, count) => {
    const { fill } = slotsOf(8, roundTripMs);

    expect(fill(shape())).toBe(count);
  });

  it("charge a read what reads of its shape usually take, and a long one its own time", () => {
    const { slots, clock, hasRun } = slotsOf(8);
    const usual = shape();
    const chargeOf = (of: Shape, reads: number, ms: number) => {
      const one = slots.start(of, reads, 0);
      clock.ms += ms;
      return slots.end(one, true);
    };
    const first = chargeOf(shape(), 1, 4);
    hasRun(usual, 1);

    expect([first, chargeOf(usual, 4, 2), chargeOf(usual, 1, 20), chargeOf(usual, 1, 40)]).toEqual([4, 0.5, 0.5, 40]);
  });

  it("are never all held by a shape that is slow", () => {
    const { slots, hasRun, fill } = slotsOf(8);
    const [quick, slow] = [shape(), shape()];
    hasRun(quick, 1);
    hasRun(slow, 20, 5);

    expect([fill(slow), slots.hasRoom(quick)]).toEqual([2, true]);
  });

  it("are held by one heavy statement at most while light ones are asked for, and by more when they are not", () => {
    const { slots, clock, hasRun, fill } = slotsOf(8);
    const [quick, heavy] = [shape(), shape()];
    hasRun(heavy, 20, 5);
    hasRun(quick, 1);

    const lately = fill(heavy);
    clock.ms += 60;

    expect([lately, slots.hasRoom(quick), fill(heavy) > 0]).toEqual([1, true, true]);
  });

  it("are free for ordinary reads whose joined statements take long: a shape is heavy by one of its reads", () => {
    const { slots, clock, hasRun, fill } = slotsOf(8);
    const [quick, page] = [shape(), shape()];
    for (let count = 0; count < 5; count++) {
      const joined = slots.start(page, 16, 0);
      clock.ms += 20;
      slots.end(joined, true, 16 * 7_000);
    }
    hasRun(quick, 1);

    expect(fill(page)).toBeGreaterThan(1);
  });

  it("are not taken by the next heavy statement while the answer of the last is passed on, as long as light ones are asked for", () => {
    const { slots, clock, hasRun } = slotsOf(8);
    const [quick, long] = [shape(), shape()];
    const answerLong = () => {
      const one = slots.start(long, 1, 0);
      clock.ms += 5;
      slots.end(one, true, 1_000_000);
    };
    for (let count = 0; count < 3; count++) answerLong();
    hasRun(quick, 1);
    answerLong();
    hasRun(quick, 1, 1);

    const atOnce = [slots.hasRoom(long), slots.hasRoom(quick)];
    hasRun(quick, 1, 30);

    expect([atOnce, slots.hasRoom(long)]).toEqual([[false, true], true]);
  });

  it("are left by statements that run for long, so that slow pages get more of them, and short ones theirs at once", () => {
    const { slots, clock, fill } = slotsOf(8);
    const [slow, quick] = [shape(), shape()];

    const held = [fill(slow)];
    for (let step = 0; step < 5; step++) {
      clock.ms += 30;
      held.push(fill(slow));
    }

    expect(held).toEqual([3, 2, 1, 0, 0, 0]);
    expect(slots.hasRoom(quick)).toBe(true);
  });

  it("learn nothing from statements whose connection was lost", () => {
    const { slots, clock, hasRun } = slotsOf(8);
    const one = shape();
    hasRun(one, 50);
    const before = slots.readsOf(one, 16);

    for (let count = 0; count < 500; count++) {
      const running = slots.start(one, 1, 0);
      clock.ms += 0.1;
      slots.end(running, false);
    }

    expect([before, slots.readsOf(one, 16)]).toEqual([1, 1]);
  });

  it("are never more than the connections", () => {
    const { slots, clock, fill } = slotsOf(2);
    fill(shape());

    clock.ms += 100;

    expect(slots.hasRoom(shape())).toBe(false);
  });

  it("have few members of a shape share one where each takes long", () => {
    const { slots, hasRun } = slotsOf(8);
    const [slow, page, point] = [shape(), shape(), shape()];
    hasRun(slow, 60);
    hasRun(page, 20);
    hasRun(point, 2);

    expect([slow, page, point].map((each) => slots.readsOf(each, Number.POSITIVE_INFINITY))).toEqual([1, 5, 50]);
  });

  it("are shared evenly where several are free, but for short reads, which go together", () => {
    const { slots, hasRun } = slotsOf(8);
    const [page, point] = [shape(), shape()];
    hasRun(page, 20);
    hasRun(point, 0.1);
    const whileFree = [page, point].map((each) => slots.readsOf(each, 9));
    slots.start(shape(), 1, 0);
    slots.start(shape(), 1, 0);

    expect([whileFree, slots.readsOf(page, 9)]).toEqual([[3, 20], 5]);
  });

  it("have no more bytes on their way at worst than the setting", () => {
    const { slots } = slotsOf(8);
    const running = slots.start(shape(), 2, 900);

    const before = slots.bytesLeft;
    slots.end(running, true);

    expect([before, slots.bytesLeft]).toEqual([100, 1_000]);
  });
});
