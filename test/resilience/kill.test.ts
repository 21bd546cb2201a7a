import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { quietLog } from "../../packages/engine/src/database/SqlLogger.js";
import { createDataSource } from "../../src/createDataSource.js";
import { Role } from "../../src/entities/Role.js";
import { describeWithClusters } from "../support/onServer.js";
import { Rig } from "../support/Rig.js";
import { send } from "../support/send.js";
import { killStarted, startService } from "../support/startService.js";
import { World } from "../support/World.js";

/** How often the process is killed: KILL_ROUNDS=200 is what docs/guarantees.md#f10 promises. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 5);
const ROUND_MS = 10_000;
const LATEST_MS = 100;
const WRITERS = 6;
const STEPS = Array.from({ length: 5 }, () => ({
  instructionEn: "Draw.",
  instructionDe: "Zeichne.",
  imageUrl: "https://images.example.org/step.png",
}));
const CREATE = `mutation ($id: ID!, $steps: [TutorialStepInput!]) {
  createTutorial(input: { id: $id, category: "animals", subject: "fox", steps: $steps }) { id }
}`;

/** What was sent to the service, and what it said it had done. */
class Ledger {
  readonly sent: string[] = [];
  readonly acknowledged: string[] = [];

  /** Makes tutorials one after the other, until the service is there no more. */
  async write(address: string, token: string): Promise<void> {
    for (;;) {
      const id = randomUUID();
      this.sent.push(id);
      const body = JSON.stringify({ query: CREATE, variables: { id, steps: STEPS } });
      const headers = { authorization: `Bearer ${token}` };
      const answer = await send(`${address}/graphql`, { body, headers }).catch(() => undefined);
      if (answer === undefined) return;
      if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
      this.acknowledged.push(id);
    }
  }

  /** Kills the service while it writes, each round at another moment after the first acknowledgement, and starts it anew. */
  async killOften(token: string, start: () => Promise<{ readonly address: string; readonly kill: () => void }>): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      const { address, kill } = await start();
      const writing = Promise.all(Array.from({ length: WRITERS }, () => this.write(address, token)));
      const before = this.acknowledged.length;
      let isWriting = true;
      const noteEnd = () => {
        isWriting = false;
      };
      writing.then(noteEnd, noteEnd);
      while (isWriting && this.acknowledged.length === before) await wait(5);
      await wait((LATEST_MS * round) / ROUNDS);
      kill();
      await writing;
    }
  }

  /** Compares it with what the database holds. */
  async expectKept(database: DataSource): Promise<void> {
    const rows: { id: string; steps: number }[] = await database.query(
      `SELECT id, (SELECT count(*)::int FROM tutorial_steps WHERE tutorial_id = tutorials.id) AS steps FROM tutorials`,
    );
    const kept = new Set(rows.map(({ id }) => id));
    if (process.env.KILL_ROUNDS)
      console.log(`${ROUNDS} rounds: ${this.sent.length} sent, ${this.acknowledged.length} acknowledged, ${kept.size} kept`);
    expect(this.acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    expect(rows.filter(({ steps }) => steps !== STEPS.length)).toEqual([]);
    expect([this.acknowledged.length > 0, this.sent.length > this.acknowledged.length]).toEqual([true, true]);
  }
}

describeWithClusters("the service, when it is killed in the middle of mutations", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.open();
  });
  afterAll(() => rig.close());

  it(
    `has kept every acknowledged write, and every other one whole or not at all, ${ROUNDS} times`,
    async () => {
      const ledger = new Ledger();
      const token = await rig.world.token(await rig.world.user({ role: Role.ADMIN }));

      await ledger.killOften(token, async () => {
        await rig.startReady();
        return { address: rig.url, kill: () => rig.kill() };
      });
      await rig.startReady();

      await ledger.expectKept(rig.database);
      expect(await rig.complaints()).toEqual([]);
    },
    30_000 + ROUNDS * ROUND_MS,
  );
});

describe("the service with the embedded database, when it is killed in the middle of mutations", () => {
  afterEach(killStarted);

  it(
    `has kept every acknowledged write, and every other one whole or not at all, ${ROUNDS} times`,
    async () => {
      const ledger = new Ledger();
      const directory = join(mkdtempSync(join(tmpdir(), "novadraw-kill-")), "pg");
      const open = () => createDataSource({ directory, poolSize: 1, isSqlEchoed: false, isPreparing: true }, quietLog);
      const before = await open().initialize();
      await before.runMigrations({ transaction: "each" });
      const world = new World(before);
      const token = await world.token(await world.user({ role: Role.ADMIN }));
      await before.destroy();

      await ledger.killOften(token, async () => {
        const service = startService({ DATABASE_DIR: directory, BUDGET_ROWS: "100000000" });
        const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
        await service.says(/"msg":"ready"/);
        return { address, kill: () => service.child.kill("SIGKILL") };
      });
      const after = await open().initialize();

      await ledger.expectKept(after).finally(() => after.destroy());
    },
    30_000 + ROUNDS * ROUND_MS,
  );
});
