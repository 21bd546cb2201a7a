import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import { Passwords } from "../../../src/features/accounts/Passwords.js";

describe("Passwords", () => {
  it("hashes a few passwords at once, and refuses what would wait too long", async () => {
    const passwords = new Passwords({ cost: 4, concurrency: 2 });
    let [running, most] = [0, 0];
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const turns = Array.from({ length: 103 }, () =>
      passwords.inTurn(async () => {
        most = Math.max(most, ++running);
        await finished;
        running--;
      }),
    );

    const refused = (await Promise.allSettled(turns.slice(102)))[0];
    finish();
    const others = await Promise.allSettled(turns.slice(0, 102));

    expect(refused).toMatchObject({ status: "rejected", reason: { code: "UNAVAILABLE", details: { retryAfterSeconds: 5 } } });
    expect([most, others.filter(({ status }) => status === "fulfilled").length]).toEqual([2, 102]);
  });

  it("sends away who has waited for five seconds", async () => {
    const passwords = new Passwords({ cost: 4, concurrency: 1 });
    const first = passwords.inTurn(() => wait(5_050));
    let hasRun = false;

    const second = passwords.inTurn(async () => {
      hasRun = true;
    });

    await expect(second).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await first;
    expect(hasRun).toBe(false);
  });

  it("takes as long for a password that is too long to be one", async () => {
    const passwords = new Passwords({ cost: 11, concurrency: 1 });
    const hash = await passwords.hash("x".repeat(72));
    const costOf = async (password: string) => {
      const before = process.cpuUsage();
      expect(await passwords.matches(password, hash)).toBe(password.length === 72);
      return process.cpuUsage(before).user;
    };

    const [right, tooLong] = [await costOf("x".repeat(72)), await costOf("x".repeat(73))];

    expect(tooLong).toBeGreaterThan(right / 2);
  });

  it("matches only the password of the hash, and nothing without a hash", async () => {
    const passwords = new Passwords({ cost: 4, concurrency: 1 });
    const hash = await passwords.hash("a secret of mine");

    expect(await passwords.matches("a secret of mine", hash)).toBe(true);
    expect(await passwords.matches("another", hash)).toBe(false);
    expect(await passwords.matches("a secret of mine")).toBe(false);
    expect(await passwords.matches("a secret of mine", "a secret of mine")).toBe(false);
    for (const variant of ["$2a$", "$2y$"])
      expect(await passwords.matches("a secret of mine", hash.replace("$2b$", variant))).toBe(true);
  });
});
