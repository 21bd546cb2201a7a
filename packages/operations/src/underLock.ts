import { setTimeout as wait } from "node:timers/promises";
import type { DataSource, QueryRunner } from "typeorm";
import { sqlStateOf, sqlStates } from "#engine/database";
import { OperationError } from "./OperationError.js";
import type { Progress } from "./Report.js";

/** The one advisory lock of everything that changes the schema. */
const KEY = 0x6e6f7661;
/**
 * While a statement waits for a table, every later query on that table waits too. So it gives up after this time and tries
 * again.
 */
const LOCK_TIMEOUT_MS = 3_000;
/** PostgreSQL 17 and later know this limit too. A role that serves as well may have it, and building an index takes long. */
const WITHOUT_LIMIT = "SELECT set_config(name, '0', $1) FROM pg_settings WHERE name = 'transaction_timeout'";
const LOCK_PAUSE_MS = 200;
const ATTEMPTS = 10;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Runs work in one transaction that holds the lock; a rehearsal is rolled back at its end. The lock ends with the transaction, however that ends. When someone else
 * holds a table for too long, the transaction is rolled back and tried again after a pause. @throws OperationError when that
 * happens every time.
 */
export function inTransaction<T>(
  database: DataSource,
  say: Progress,
  work: (runner: QueryRunner) => Promise<T>,
  ending: "commit" | "rollback" = "commit",
): Promise<T> {
  return repeatedly(say, () =>
    withRunner(database, async (runner) => {
      try {
        await untilTaken(say, async () => {
          await runner.startTransaction();
          const isTaken = await tryLock(runner, "pg_try_advisory_xact_lock");
          if (!isTaken) await runner.rollbackTransaction();
          return isTaken;
        });
        await runner.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
        await runner.query(WITHOUT_LIMIT, [true]);
        await stayInSchema(runner, true);
        const result = await work(runner);
        await (ending === "commit" ? runner.commitTransaction() : runner.rollbackTransaction());
        return result;
      } catch (error) {
        if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
    }),
  );
}

/**
 * The same without a transaction, for statements that PostgreSQL refuses inside one. The session holds the lock, which ends
 * with the session.
 */
export function inSession<T>(database: DataSource, say: Progress, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
  return repeatedly(say, () =>
    withRunner(database, async (runner) => {
      await untilTaken(say, () => tryLock(runner, "pg_try_advisory_lock"));
      try {
        await runner.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
        await runner.query(WITHOUT_LIMIT, [false]);
        await stayInSchema(runner, false);
        return await work(runner);
      } finally {
        await runner.query("RESET search_path").catch(() => undefined);
        await runner.query("RESET lock_timeout").catch(() => undefined);
        await runner.query(`SELECT pg_advisory_unlock(${KEY})`).catch(() => undefined);
      }
    }),
  );
}

/**
 * Asks again and again, instead of waiting for the lock in a statement: CREATE INDEX CONCURRENTLY waits for every running
 * statement.
 */
async function untilTaken(say: Progress, take: () => Promise<boolean>): Promise<void> {
  for (let isFirst = true; !(await take()); isFirst = false) {
    if (isFirst) say("Another run is at work; waiting for it to end …");
    await wait(LOCK_PAUSE_MS);
  }
}

/** A name in a migration means our own table, never one of the same name in another schema of the search path. */
async function stayInSchema(runner: QueryRunner, isLocal: boolean): Promise<void> {
  await runner.query(`SELECT set_config('search_path', quote_ident(current_schema()), ${isLocal})`);
}

async function tryLock(runner: QueryRunner, lock: string): Promise<boolean> {
  const [tried] = await runner.manager.query<{ taken: boolean }[]>(`SELECT ${lock}(${KEY}) AS taken`);
  return tried?.taken === true;
}

async function withRunner<T>(database: DataSource, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
  const runner = database.createQueryRunner();
  try {
    await runner.connect();
    return await work(runner);
  } finally {
    await runner.release();
  }
}

async function repeatedly<T>(say: Progress, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (sqlStateOf(error) !== sqlStates.lockNotAvailable) throw error;
      if (attempt === ATTEMPTS)
        throw new OperationError(
          "Other transactions keep a table that has to change. Nothing was changed; end them, or try again later.",
        );
      const pause = Math.min(500 * 2 ** attempt, LONGEST_PAUSE_MS);
      say(`Another transaction keeps a table; trying again in ${pause / 1000} s (${attempt} of ${ATTEMPTS - 1}) …`);
      await wait(pause);
    }
  }
}
