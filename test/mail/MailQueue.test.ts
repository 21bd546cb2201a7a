import { describe, expect, it } from "@jest/globals";
import { MailError } from "../../src/mail/MailError.js";
import { type MailFailure, MailQueue } from "../../src/mail/MailQueue.js";

const DELAYED = new MailError("EENVELOPE", 451);
const REFUSED = new MailError("EENVELOPE", 550);

describe("MailQueue", () => {
  const queueOf = ({ pausesMs = [0, 0, 0], most = 10 } = {}) => {
    const failures: MailFailure[] = [];
    const givenUp = signalOf();
    const note = (failure: MailFailure) => {
      failures.push(failure);
      if (failure.isGivenUp) givenUp.give();
    };
    return { queue: new MailQueue(note, pausesMs, most), failures, givenUp: givenUp.given };
  };

  /** Work that fails by these errors, one after the other, and then ends. */
  const workThatFails = (...errors: readonly Error[]) => {
    const left = [...errors];
    const ended = signalOf();
    const work = async () => {
      const error = left.shift();
      if (error) throw error;
      ended.give();
    };
    return { work, ended: ended.given, left };
  };

  it("does work again that failed, until it ends", async () => {
    const { queue, failures } = queueOf();
    const { work, ended } = workThatFails(DELAYED, new Error("anna@example.org is not there"));

    queue.add(work);
    await ended;

    expect(failures).toEqual([
      { code: "EENVELOPE", reply: 451, isGivenUp: false },
      { code: "Error", isGivenUp: false },
    ]);
    await queue.stop();
    expect(queue.length).toBe(0);
  });

  it("gives up after its last try, and at once what the server has refused for good", async () => {
    const { queue, failures, givenUp } = queueOf();
    queue.add(workThatFails(DELAYED, DELAYED, DELAYED, DELAYED).work);
    await givenUp;
    const other = queueOf();
    other.queue.add(workThatFails(REFUSED).work);
    await other.givenUp;

    expect(failures.map(({ isGivenUp }) => isGivenUp)).toEqual([false, false, true]);
    expect(other.failures).toEqual([{ code: "EENVELOPE", reply: 550, isGivenUp: true }]);
  });

  it("takes no more than it may hold, so that a flood fills no memory", async () => {
    const { queue } = queueOf({ pausesMs: [60_000], most: 2 });
    const { work } = workThatFails();
    queue.add(work);
    queue.add(work);

    expect(() => queue.add(work)).toThrow("Too many mails wait to be sent");

    expect(queue.length).toBe(2);
    await queue.stop();
  });

  it("does two at a time", async () => {
    const { queue } = queueOf();
    let running = 0;
    let most = 0;
    const done = signalOf();
    let left = 5;
    const work = async () => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      if (--left === 0) done.give();
    };

    for (let count = 0; count < 5; count++) queue.add(work);
    await done.given;

    expect(most).toBe(2);
    await queue.stop();
  });

  it("drops what waits to be tried again when it stops, and gives the rest one try", async () => {
    const { queue, failures } = queueOf({ pausesMs: [0, 60_000] });
    const failing = workThatFails(DELAYED);
    const [begun, mayEnd] = [signalOf(), signalOf()];
    queue.add(failing.work);
    queue.add(async () => {
      begun.give();
      await mayEnd.given;
    });
    const late = queueOf({ pausesMs: [60_000, 0] });
    const first = workThatFails();
    late.queue.add(first.work);
    await begun.given;

    const stopped = Promise.all([queue.stop(), late.queue.stop()]);
    mayEnd.give();
    await Promise.all([stopped, first.ended]);

    expect(failures).toEqual([{ code: "EENVELOPE", reply: 451, isGivenUp: false }]);
    expect([queue.length, late.queue.length]).toEqual([0, 0]);
    expect(() => queue.add(failing.work)).toThrow("Too many mails wait to be sent");
  });
});

function signalOf() {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { give, given };
}
