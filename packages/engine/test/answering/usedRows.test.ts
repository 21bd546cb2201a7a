import { describe, expect, it } from "@jest/globals";
import { usedRows } from "../../src/answering/usedRows.js";
import { notFound, unavailable } from "../../src/errors.js";

describe("what an operation has used", () => {
  const ended = { estimate: 1_000, writes: 0, databaseMs: 20, ms: 60, isAnswered: true, failures: [] };

  it("is what PostgreSQL has worked on it, whole rows of it, and never more than the estimate", () => {
    expect(usedRows(ended)).toBe(200);
    expect(usedRows({ ...ended, databaseMs: 0.01 })).toBe(1);
    expect(usedRows({ ...ended, databaseMs: 5_000 })).toBe(1_000);
    expect(usedRows({ ...ended, writes: 300 })).toBe(500);
  });

  it("is nothing when it failed on our side, and what it took when the client was wrong", () => {
    const failed = { ...ended, isAnswered: false };

    expect(usedRows({ ...failed, failures: [{ error: unavailable("down") }] })).toBe(0);
    expect(usedRows({ ...failed, failures: [{ error: new Error("a bug") }] })).toBe(0);
    expect(usedRows({ ...failed, failures: [{ error: notFound("book") }] })).toBe(200);
    expect(usedRows({ ...ended, failures: [{ error: unavailable("down") }] })).toBe(200);
  });

  it("is the whole time where a statement was ended, because it took too long or nobody waited for it any more", () => {
    for (const failure of [unavailable("slow", { isOfStatement: true }), unavailable("unknown", { isHungUp: true })])
      expect(usedRows({ ...ended, isAnswered: false, databaseMs: 0, failures: [{ error: failure }] })).toBe(600);
  });
});
