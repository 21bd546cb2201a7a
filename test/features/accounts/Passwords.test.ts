import { describe, expect, it } from "@jest/globals";
import { Passwords } from "../../../src/features/accounts/Passwords.js";

describe("Passwords", () => {
  it("takes as long for a password that is too long to be one", async () => {
    const passwords = new Passwords(11);
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
    const passwords = new Passwords(4);
    const hash = await passwords.hash("a secret of mine");

    expect(await passwords.matches("a secret of mine", hash)).toBe(true);
    expect(await passwords.matches("another", hash)).toBe(false);
    expect(await passwords.matches("a secret of mine")).toBe(false);
    expect(await passwords.matches("a secret of mine", "a secret of mine")).toBe(false);
    for (const variant of ["$2a$", "$2y$"])
      expect(await passwords.matches("a secret of mine", hash.replace("$2b$", variant))).toBe(true);
  });
});
