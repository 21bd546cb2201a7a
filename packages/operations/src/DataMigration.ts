import { setTimeout as wait } from "node:timers/promises";
import type { MigrationInterface, QueryRunner } from "typeorm";

/** The position of a data migration. The count of rows is PostgreSQL's estimate. */
export interface BatchProgress {
  readonly rowsDone: number;
  readonly rowsInAll: number;
  readonly secondsToGo: number;
}

const FIRST_BATCH = 500;
const LARGEST_BATCH = 10_000;
/** A batch locks its rows for about this time, so others wait no longer for them. */
const BATCH_MS = 50;
/** After each batch the server is left to others, this many times as long as the batch took. */
const REST = 2;
const TELL_EVERY_MS = 5_000;
const TRIES = 10;
/** A deadlock, or a row that somebody keeps longer than lock_timeout. */
const PASSING = ["40P01", "55P03"];

/**
 * Changes the rows that are there: in batches by key, each in a transaction of its own that also records the position. So a run that was
 * killed goes on where it stopped, and each row is changed once. A schema migration must not touch rows.
 *
 * Rows that are inserted meanwhile may lie before the position. So the release that is serving has to write them right already.
 */
export abstract class DataMigration implements MigrationInterface {
  abstract readonly name: string;
  /** The table that is walked through. */
  abstract readonly table: string;
  /** Its primary key, or another unique column that is never null. */
  readonly key: string = "id";
  /** One INSERT, UPDATE or DELETE on the rows whose keys the table "batch" holds, in a column named as the key. */
  abstract readonly statement: string;
  /** Each batch is a transaction. */
  readonly transaction = false;

  /** Runs it to its end. @throws Error for its problem, and PostgreSQL's error of a batch. */
  async up(runner: QueryRunner, say: (progress: BatchProgress) => void = () => undefined): Promise<void> {
    const problem = await this.problem(runner);
    if (problem) throw new Error(problem);
    await this.prepare(runner);
    let { position, rows: rowsDone, isDone } = await this.readPosition(runner);
    const rowsInAll = Math.max(await this.estimateRows(runner), rowsDone);
    const [start, before] = [performance.now(), rowsDone];
    let [size, told] = [FIRST_BATCH, start];
    while (!isDone) {
      const began = performance.now();
      const batch = await this.tried(() => this.runBatch(runner, position, size));
      const took = performance.now() - began;
      isDone = batch.rows === 0;
      rowsDone += batch.rows;
      position = batch.position ?? position;
      size = Math.round(Math.min(LARGEST_BATCH, Math.max(10, size * Math.min(2, Math.max(0.25, BATCH_MS / took)))));
      const now = performance.now();
      if (isDone || now - told >= TELL_EVERY_MS) {
        told = now;
        const left = isDone ? 0 : Math.max(0, rowsInAll - rowsDone);
        const perRow = (now - start) / 1000 / Math.max(1, rowsDone - before);
        say({ rowsDone, rowsInAll: Math.max(rowsInAll, rowsDone), secondsToGo: Math.round(left * perRow) });
      }
      if (!isDone) await wait(took * REST);
    }
  }

  /** Deletes the position, so that it may run anew. The rows stay as they are. */
  async down(runner: QueryRunner): Promise<void> {
    await this.prepare(runner);
    await runner.query("DELETE FROM migration_positions WHERE name = $1", [this.name]);
  }

  /** Why it cannot run on this database, and what to do; undefined when it can. */
  async problem(runner: QueryRunner): Promise<string | undefined> {
    if (!/\bbatch\b/.test(this.statement))
      return `${this.name}: its statement does not name "batch", so each batch would change all rows. Add a condition that joins it.`;
    const unique = await runner.query(
      `SELECT FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
        WHERE indrelid = to_regclass($1) AND attname = $2 AND attnotnull AND indisunique AND indisvalid AND indnkeyatts = 1 AND indpred IS NULL`,
      [this.table, this.key],
    );
    if (unique.length > 0) return undefined;
    return `${this.name}: ${this.table}.${this.key} is not a unique column that is never null. Name such a column as its key.`;
  }

  /** The output of plan. */
  describe(): string {
    return `-- in batches by ${this.key} of ${this.table}, each a transaction of its own:\n${this.statement}`;
  }

  /** The same as one statement on all rows, for a rehearsal that is rolled back. */
  atOnce(): string {
    return `WITH batch AS MATERIALIZED (SELECT ${this.key} FROM ${this.table}), changed AS (${this.statement} RETURNING 1) SELECT count(*) FROM changed`;
  }

  private async prepare(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE IF NOT EXISTS migration_positions
         (name varchar PRIMARY KEY, position text, rows bigint NOT NULL DEFAULT 0, is_done boolean NOT NULL DEFAULT false)`,
    );
  }

  private async readPosition(runner: QueryRunner): Promise<{ position: string | null; rows: number; isDone: boolean }> {
    const [row] = await runner.query("SELECT position, rows, is_done FROM migration_positions WHERE name = $1", [this.name]);
    return { position: row?.position ?? null, rows: Number(row?.rows ?? 0), isDone: row?.is_done ?? false };
  }

  private async estimateRows(runner: QueryRunner): Promise<number> {
    const [row] = await runner.query("SELECT reltuples FROM pg_class WHERE oid = $1::regclass", [this.table]);
    return Math.max(0, Number(row?.reltuples));
  }

  /** One statement changes the rows and records the position, so that there is never one without the other. */
  private async runBatch(runner: QueryRunner, position: string | null, size: number) {
    const after = position === null ? "" : `WHERE ${this.key} > $3`;
    const [row] = await runner.query(
      `WITH batch AS MATERIALIZED (SELECT ${this.key} FROM ${this.table} ${after} ORDER BY ${this.key} LIMIT $2),
        changed AS (${this.statement} RETURNING 1),
        reached AS (SELECT (SELECT ${this.key}::text FROM batch ORDER BY ${this.key} DESC LIMIT 1) AS position, (SELECT count(*) FROM batch) AS rows)
      INSERT INTO migration_positions AS kept (name, position, rows, is_done) SELECT $1, position, rows, rows = 0 FROM reached
      ON CONFLICT (name) DO UPDATE SET position = coalesce(excluded.position, kept.position),
        rows = kept.rows + excluded.rows, is_done = excluded.is_done
      RETURNING position, (SELECT rows FROM reached) AS rows`,
      [this.name, size, ...(position === null ? [] : [position])],
    );
    return { position: row.position as string | null, rows: Number(row.rows) };
  }

  private async tried<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        const { code = "" } = (error as { driverError?: { code?: string } }).driverError ?? {};
        if (!PASSING.includes(code) || attempt === TRIES) throw error;
        await wait(100 * attempt);
      }
    }
  }
}
