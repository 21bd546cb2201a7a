import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import type { Statement } from "../../packages/engine/src/compiler/Compiler.js";
import { Gate } from "../../packages/engine/src/gate/Gate.js";
import type { SentStatement } from "../../packages/engine/src/gate/joinedStatement.js";
import { ownDeadline } from "../../packages/engine/src/gate/ownDeadline.js";

interface Sent {
  readonly statement: SentStatement;
  readonly members: number;
  /** Answers each member with its value, or fails. */
  readonly answer: (error?: Error) => Promise<void>;
}

const shape = { rows: 1, isPublic: false, joined: { name: "joined", text: "joined", common: [] } };
const statement = (value: number): Statement => ({ text: "single", values: [value], weight: 0, shape });

describe("polls in the gate", () => {
  function gateOf(connections = 4) {
    const sent: Sent[] = [];
    const gate = new Gate(
      { connections, hashes: 1, mostWaiting: 10, waitMs: 60_000, mostBytes: 1_000, join: "auto", polledTogether: 64 },
      {
        send: (one, _turn, members) =>
          new Promise((resolve, reject) => {
            const values = one.text === "joined" ? (one.values[0] as number[]) : (one.values as number[]);
            const rows = values.map((value, index) => (one.text === "joined" ? [index + 1, value, 0] : [value, 0]));
            const answer = async (error?: Error) => {
              if (error) reject(error);
              else resolve(rows);
              await turn();
            };
            sent.push({ statement: one, members, answer });
          }),
        roundTripMs: () => 0.2,
      },
    );
    return { gate, sent };
  }
  const many = (count: number) => Array.from({ length: count }, (_, index) => statement(index));
  const valuesOf = async (rows: readonly Promise<readonly unknown[]>[]) => (await Promise.all(rows)).map(([value]) => value);

  it("share statements from the first on, 64 at a time, one after the other, each with its own row", async () => {
    const { gate, sent } = gateOf();
    const rows = gate.poll(many(100), false);
    const first = sent.length;

    await sent[0]?.answer();
    await sent[1]?.answer();

    expect([first, sent.map(({ members }) => members)]).toEqual([1, [64, 36]]);
    expect(await valuesOf(rows)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  it("wait while another read waits, and hold one connection at most", async () => {
    const { gate, sent } = gateOf(1);
    const texts = () => sent.map(({ statement: { text, values } }) => `${text} ${values[0]}`);
    const reads = [gate.read(statement(100), ownDeadline())];
    await turn();
    const rows = gate.poll([statement(1)], false);
    reads.push(gate.read(statement(200), ownDeadline()));

    for (let index = 0; index < 3; index++) await sent[index]?.answer();

    expect(texts()).toEqual(["single 100", "single 200", "single 1"]);
    await Promise.all([...reads, ...rows]);
  });

  it("go before those that wait when they are urgent", async () => {
    const { gate, sent } = gateOf();
    const rows = [...gate.poll([statement(1)], false), ...gate.poll([statement(2)], false), ...gate.poll([statement(3)], true)];

    for (let index = 0; index < 3; index++) await sent[index]?.answer();

    expect(sent.map(({ statement: { values } }) => values)).toEqual([[1], [3], [2]]);
    expect(await valuesOf(rows)).toEqual([1, 2, 3]);
  });

  it("run alone when their statement fails, so that one fails by itself; and its shape stays apart", async () => {
    const { gate, sent } = gateOf();
    const rows = gate.poll(many(3), false);
    const outcomes = Promise.allSettled(rows);

    await sent[0]?.answer(new Error("poisoned"));
    await sent[1]?.answer();
    await sent[2]?.answer(new Error("poisoned"));
    await sent[3]?.answer();
    const later = gate.poll(many(2), false);
    await sent[4]?.answer();
    await sent[5]?.answer();

    expect((await outcomes).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await valuesOf(later)).toEqual([0, 1]);
    expect(sent.map(({ members }) => members)).toEqual([3, 1, 1, 1, 1, 1]);
  });

  it("are given up when their time is over, while they wait and while they run", async () => {
    const { gate, sent } = gateOf(1);
    let isOver = false;
    const deadline = { ...ownDeadline(), why: () => (isOver ? new Error("over") : undefined) };
    const rows = [...gate.poll([statement(1)], false, deadline), ...gate.poll([statement(2)], false, deadline)];
    const outcomes = Promise.allSettled(rows);

    isOver = true;
    await expect(rows[1]).rejects.toThrow("over");
    await sent[0]?.answer(new Error("cancelled"));

    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(sent.length).toBe(1);
  });
});
