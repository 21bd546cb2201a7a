import type { EntityManager } from "typeorm";
import { ClientError, type ServiceLog, type Transact } from "#engine/features";
import { ErasureIncomplete, type Erasures } from "./Erasures.js";
import type { Ledger } from "./Ledger.js";
import type { Receipts } from "./Receipts.js";

const BATCH = 100;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";
/** The advisory lock of the one process that erases: "novadraw erases" as a number. */
const KEY = 0x6e6f7665;

const PENDING = "FROM pending_erasures WHERE due_at <= now()";

/** Runs the erasures that are due, one account after the other. A failed one does not stop the others. */
export class DueErasures {
  /** @param receipts is absent where the settings name no folder. */
  constructor(
    private readonly transact: Transact,
    private readonly erasures: Erasures,
    private readonly ledger: Ledger,
    private readonly receipts: Receipts | undefined,
    private readonly log: ServiceLog,
  ) {}

  /** Returns how many were erased. An account with a sign-in meanwhile stays. @param isStopping whether to begin no other. */
  async run(isStopping = () => false): Promise<number> {
    let count = 0;
    if (isStopping()) return count;
    await this.settle();
    for await (const id of this.ids()) {
      if (isStopping()) break;
      if (await this.erase(id, `SELECT receipt_id ${PENDING} AND user_id = $1`)) count++;
    }
    return count;
  }

  /** How many are due. */
  preview(): Promise<readonly { readonly what: string; readonly rows: number }[]> {
    return this.transact(async (manager) => {
      const [count] = await manager.query<{ rows: number }[]>(`SELECT count(*)::int AS rows ${PENDING}`);
      return [{ what: "accounts whose erasure is due", rows: count?.rows ?? 0 }];
    });
  }

  /** Names or drops the receipts that a process has left that ended before it was done. */
  settle = (): Promise<void> => this.alone((manager) => this.receipts?.settle(manager));

  private async *ids(): AsyncGenerator<string> {
    for (let last = FIRST_ID; ; ) {
      const due = await this.transact((manager) =>
        manager.query<{ user_id: string }[]>(`SELECT user_id ${PENDING} AND user_id > $1 ORDER BY user_id LIMIT ${BATCH}`, [
          last,
        ]),
      );
      for (const { user_id } of due) yield user_id;
      if (due.length < BATCH) return;
      last = due.at(-1)?.user_id ?? last;
    }
  }

  /**
   * Erases an account, and says whether it did. Why it did not is logged.
   * @param isDue the SQL of whether the account with the id $1 is still to be erased: the id that its receipt has already, or null.
   */
  async erase(id: string, isDue: string): Promise<boolean> {
    try {
      const receiptId = await this.alone((manager) => this.eraseIn(manager, id, isDue));
      if (receiptId === undefined) return false;
      await this.ledger.tellJournal();
      await this.receipts?.finish(receiptId);
      return true;
    } catch (error) {
      this.log.error(...reasonOf(error));
      return false;
    }
  }

  /** Returns the id of the receipt, or undefined when the erasure was taken back. */
  private async eraseIn(manager: EntityManager, id: string, isDue: string): Promise<string | undefined> {
    // A sign-in takes this lock too. The next statement sees that it took the erasure back, and a later sign-in finds no account.
    await manager.query("SELECT FROM users WHERE id = $1 FOR UPDATE", [id]);
    const [due] = await manager.query<{ receipt_id: string | null }[]>(isDue, [id]);
    if (!due) return undefined;
    const receipt = await this.erasures.eraseIn(manager, id, due.receipt_id === null ? {} : { id: due.receipt_id });
    await this.receipts?.prepare(receipt);
    return receipt.id;
  }

  /** Runs work in a transaction, unless another process is at it. */
  private alone<T>(work: (manager: EntityManager) => Promise<T> | undefined): Promise<T | undefined> {
    return this.transact(async (manager) => {
      const [lock] = await manager.query<{ taken: boolean }[]>("SELECT pg_try_advisory_xact_lock($1) AS taken", [KEY]);
      return lock?.taken ? work(manager) : undefined;
    });
  }
}

/** The log's text: our own words, and the columns in which something was left. */
function reasonOf(error: unknown): [object, string] {
  if (error instanceof ErasureIncomplete)
    return [{ columns: error.columns }, "An erasure that is due was undone: these columns still hold something of the account"];
  if (error instanceof ClientError) return [{}, `An erasure that is due could not be carried out. ${error.message}`];
  const { code = "unknown", syscall } = error as { code?: string; syscall?: string };
  const where = syscall === undefined ? "" : ". Check PRIVACY_RECEIPTS";
  return [{ code }, `An erasure that is due could not be carried out${where}`];
}
