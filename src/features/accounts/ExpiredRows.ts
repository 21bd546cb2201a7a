import { setTimeout as wait } from "node:timers/promises";
import type { Transact } from "../../writes/Writer.js";

const HOUR_MS = 60 * 60 * 1000;
/** So few at once that nobody waits for them, and the log of the database stays even. */
const BATCH = 1_000;
const PAUSE_MS = 100;
/** The advisory lock of the one process that clears: "novadraw clears" as a number. */
const KEY = 0x6e6f7663;

/** Rows skip the line of those that are locked: they will have expired the next time too. */
const CLEAR = [
  `DELETE FROM sessions WHERE id IN
    (SELECT id FROM sessions WHERE expires_at <= now() ORDER BY expires_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
  `DELETE FROM rate_limits WHERE key IN (SELECT key FROM rate_limits
    WHERE expire < extract(epoch FROM now()) * 1000 ORDER BY expire LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
];

/** Sessions and failure counts that have expired. They are deleted after real use alone: a timer would keep a serverless database awake. */
export class ExpiredRows {
  private nextAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly transact: Transact) {}

  /** Hears of every write; once an hour it deletes what has expired since, while the service goes on. */
  noteWrite(): void {
    const now = performance.now();
    if (now < this.nextAt) return;
    this.nextAt = now + HOUR_MS;
    // What could not be deleted now is deleted in an hour. The failure itself is logged where the database is asked.
    this.clear().catch(() => undefined);
  }

  /** Deletes in batches all that has expired, unless another process is at it. Hands back how many rows. */
  async clear(): Promise<number> {
    for (let total = 0; ; ) {
      const batch = await this.clearBatch();
      total += batch;
      if (batch === 0) return total;
      await wait(PAUSE_MS, undefined, { ref: false });
    }
  }

  private clearBatch(): Promise<number> {
    return this.transact(async (manager) => {
      const [lock] = await manager.query<{ taken: boolean }[]>("SELECT pg_try_advisory_xact_lock($1) AS taken", [KEY]);
      let count = 0;
      if (lock?.taken) for (const statement of CLEAR) count += (await manager.query<[unknown, number]>(statement))[1];
      return count;
    });
  }
}
