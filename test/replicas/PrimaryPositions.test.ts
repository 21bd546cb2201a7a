import { describe, expect, it } from "@jest/globals";
import { PrimaryPositions } from "../../packages/engine/src/replicas/PrimaryPositions.js";

/** A clock and a primary that a test moves on. */
async function looked(...positions: readonly number[]) {
  let now = 0;
  let at = 0;
  const primary = new PrimaryPositions(
    async () => at,
    () => now,
  );
  for (const position of positions) {
    [now, at] = [now + 1_000, position];
    await primary.look();
  }
  const passes = (ms: number) => {
    now += ms;
  };
  return { primary, passes };
}

describe("how far a replica is behind", () => {
  it("is nothing on a quiet primary, however old its last transaction is", async () => {
    const { primary, passes } = await looked(50, 50, 50);
    passes(800);

    expect(primary.lagOf(50)).toBe(0);
    expect(primary.lagOf(60)).toBe(0);
  });

  it("is the time since the last look at which the primary was no further than the replica is", async () => {
    const { primary, passes } = await looked(10, 20, 30, 40);
    passes(200);

    expect([primary.lagOf(39), primary.lagOf(25), primary.lagOf(10)]).toEqual([1_200, 2_200, 3_200]);
  });

  it("is not known before the replica has reached the first look", async () => {
    const { primary } = await looked(10);

    expect(primary.lagOf(9)).toBe(Number.POSITIVE_INFINITY);
  });

  it("forgets looks before a pause, in which nobody knows how far the primary went", async () => {
    const { primary, passes } = await looked(10, 20);
    passes(60_000);
    await primary.look();

    expect(primary.lagOf(15)).toBe(Number.POSITIVE_INFINITY);
    expect(primary.lagOf(20)).toBe(0);
  });

  it("is not told by a server that keeps it to itself", async () => {
    const refusal = Object.assign(new Error("permission denied for function pg_current_wal_lsn"), { code: "42501" });
    const primary = new PrimaryPositions(() => Promise.reject(refusal));

    await primary.look();

    expect(primary.lagOf(1)).toBeUndefined();
  });
});
