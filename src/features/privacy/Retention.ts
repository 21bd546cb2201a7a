import { setTimeout as wait } from "node:timers/promises";
import type { Transact } from "#engine/features";
import type { RetentionRule } from "./retentionRules.js";

const HOUR_MS = 60 * 60 * 1000;
/** So few at once that no request waits for them, and the database's log grows evenly. */
const BATCH = 1_000;
const PAUSE_MS = 100;
/** The advisory lock of the one process that clears: "novadraw clears" as a number. */
const KEY = 0x6e6f7663;

/** Rows that would be deleted now, by kind. */
export interface Going {
  readonly what: string;
  readonly rows: number;
}

/** Accounts that go by an erasure each. */
interface AccountPeriods {
  /** Erases those that are due, until `isStopping`. @returns how many were erased. */
  readonly run: (isStopping: () => boolean) => Promise<number>;
  readonly preview: () => Promise<readonly Going[]>;
}

/** Carries out the periods for which rows are kept, after real use alone: a timer would keep a serverless database awake. */
export class Retention {
  private nextAt = Number.NEGATIVE_INFINITY;
  private clearing: Promise<unknown> | undefined;
  private isStopping = false;

  constructor(
    private readonly transact: Transact,
    private readonly rules: readonly RetentionRule[],
    private readonly accounts: AccountPeriods,
  ) {}

  /** Is called at every write; once an hour it deletes expired rows, while the service goes on. */
  noteWrite(): void {
    const now = performance.now();
    if (now < this.nextAt || this.isStopping) return;
    this.nextAt = now + HOUR_MS;
    // A failed deletion is tried again in an hour. Connections logs the failure itself.
    this.clearing = this.clear().catch(() => undefined);
  }

  /** Begins no further deletion, and waits for the one that runs. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.clearing;
  }

  /** Deletes in batches all rows whose time is over, unless another process does so. @returns how many. */
  async clear(): Promise<{ readonly accounts: number; readonly rows: number }> {
    let rows = 0;
    for (let batch = 1; batch > 0 && !this.isStopping; rows += batch) {
      if (rows > 0) await wait(PAUSE_MS, undefined, { ref: false });
      batch = await this.clearBatch();
    }
    return { accounts: await this.accounts.run(() => this.isStopping), rows };
  }

  /** How many rows of each rule would go now. Deletes nothing. */
  async preview(): Promise<readonly Going[]> {
    const accounts = await this.accounts.preview();
    return this.transact(async (manager) => {
      const counts = [...accounts];
      for (const { what, table, isOver } of this.rules) {
        const [count] = await manager.query<{ rows: number }[]>(`SELECT count(*)::int AS rows FROM ${table} WHERE ${isOver}`);
        counts.push({ what, rows: count?.rows ?? 0 });
      }
      return counts;
    });
  }

  private async clearBatch(): Promise<number> {
    let count = 0;
    for (const rule of this.rules) if (!this.isStopping) count += await this.clearSome(rule);
    return count;
  }

  /** A short transaction: the embedded server does nothing else meanwhile. */
  private clearSome(rule: RetentionRule): Promise<number> {
    return this.transact(async (manager) => {
      const [lock] = await manager.query<{ taken: boolean }[]>("SELECT pg_try_advisory_xact_lock($1) AS taken", [KEY]);
      return lock?.taken ? (await manager.query<[unknown, number]>(clear(rule)))[1] : 0;
    });
  }
}

/** Locked rows are skipped: they will still be expired the next time. */
const clear = ({ table, key, isOver, order }: RetentionRule): string =>
  `DELETE FROM ${table} WHERE ${key} IN
    (SELECT ${key} FROM ${table} WHERE ${isOver} ORDER BY ${order} LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
