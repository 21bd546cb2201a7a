import { describe, expect, it } from "@jest/globals";
import type { Shape } from "../../src/compiler/Compiler.js";
import { Places } from "../../src/joining/Places.js";

const shape = (): Shape => ({ rows: 1, isPublic: true });

describe("the places of reads", () => {
  /** Places over a clock of the test's own. */
  function placesOf(most: number, busy = 0) {
    const clock = { ms: 0 };
    const places = new Places(
      most,
      () => busy,
      () => clock.ms,
    );
    /** As many at once as may be, each of which takes the time that so many at once take. */
    const runRounds = (rounds: number, msOf: (atOnce: number) => number, of = shape()) => {
      for (let round = 0; round < rounds; round++) {
        const running = [];
        while (places.hasRoom(of)) running.push(places.start(of, 1));
        clock.ms += msOf(running.length);
        for (const one of running) places.end(one, true);
      }
    };
    return { places, clock, runRounds };
  }

  it("become as many as there are connections while statements take no longer than alone, as before a database far away", () => {
    const { places, runRounds } = placesOf(8);

    runRounds(500, () => 2.2);

    expect(places.count).toBe(8);
  });

  it("become few when statements hold each other up", () => {
    const { places, runRounds } = placesOf(8);
    runRounds(500, () => 2.2);

    runRounds(2_000, (atOnce) => 2 * atOnce);

    expect(places.count).toBe(2);
  });

  it("become two while the process itself has hardly time left: their members are then the more", () => {
    const { places, runRounds } = placesOf(8, 0.8);

    runRounds(500, () => 2.2);

    expect(places.count).toBe(2);
  });

  it("stay as they are while nothing waits for one", () => {
    const { places, clock } = placesOf(8);
    const one = shape();

    for (let count = 0; count < 500; count++) {
      const running = places.start(one, 1);
      clock.ms += 10;
      places.end(running, false);
    }

    expect(places.count).toBe(3);
  });

  it("learn nothing from statements whose connection was lost", () => {
    const { places, clock, runRounds } = placesOf(8);
    const one = shape();
    runRounds(500, () => 20, one);

    for (let count = 0; count < 500; count++) {
      const running = places.start(one, 1);
      clock.ms += 0.1;
      places.drop(running);
    }
    runRounds(10, () => 20, one);

    expect(places.count).toBe(8);
  });

  it("are never all held by a shape that is slow", () => {
    const { places, clock } = placesOf(8);
    const [quick, slow] = [shape(), shape()];
    for (let count = 0; count < 200; count++) {
      const of = count % 20 === 0 ? slow : quick;
      const running = places.start(of, 1);
      clock.ms += of === slow ? 50 : 1;
      places.end(running, false);
    }

    let held = 0;
    for (; places.hasRoom(slow); held++) places.start(slow, 1);

    expect([held, places.hasRoom(quick)]).toEqual([2, true]);
  });

  it("leave one to others beside statements that hang, whatever their shape", () => {
    const { places, clock } = placesOf(8);
    const hanging = shape();
    while (places.hasRoom(hanging)) places.start(hanging, 1);
    const before = places.hasRoom(shape());

    clock.ms += 100;

    expect([before, places.hasRoom(shape())]).toEqual([false, true]);
  });

  it("are never more than the connections", () => {
    const { places, clock } = placesOf(2);
    for (let count = 0; count < 2; count++) places.start(shape(), 1);

    clock.ms += 100;

    expect(places.hasRoom(shape())).toBe(false);
  });
});
