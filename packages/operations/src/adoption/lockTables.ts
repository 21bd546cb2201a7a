import { setTimeout as wait } from "node:timers/promises";
import { QueryFailedError, type QueryRunner } from "typeorm";
import { sqlStateOf, sqlStates } from "#engine/database";
import { quoted } from "../bridge.js";

const PAUSE_MS = 20;
const PATIENCE_MS = 5_000;

/**
 * Locks these tables for the open transaction, all or none. It never waits for one while it holds another, so no writer that takes them
 * in another order runs into a deadlock with it. @throws lockNotAvailable when others hold them for too long.
 */
export async function lockTables(runner: QueryRunner, tables: readonly string[]): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    await runner.query("SAVEPOINT locks");
    try {
      await runner.query(`LOCK TABLE ${tables.map(quoted).join(", ")} IN ACCESS EXCLUSIVE MODE NOWAIT`);
      return;
    } catch (error) {
      const isHeld = error instanceof QueryFailedError && sqlStateOf(error) === sqlStates.lockNotAvailable;
      if (!isHeld || performance.now() > until) throw error;
      await runner.query("ROLLBACK TO SAVEPOINT locks");
      await wait(PAUSE_MS);
    }
  }
}
