import type { EntityManager } from "typeorm";
import { Erasure } from "../../entities/Erasure.js";
import type { Transact } from "../../writes/Writer.js";
import type { Journal, JournalEntry } from "./Journal.js";

/** The ledger of erasures in the database, and the journal of them outside of it. */
export class Ledger {
  constructor(
    private readonly transact: Transact,
    private readonly journal: Journal | undefined,
  ) {}

  /** Writes an erasure into the ledger, in the transaction that carries it out. */
  async write(manager: EntityManager, erasure: Pick<Erasure, "id" | "accountHash" | "erasedAt" | "counts">): Promise<void> {
    await manager.insert(Erasure, erasure);
  }

  /**
   * Adds to the journal what it lacks: an erasure that has just been committed, also one of a process that ended before it could.
   * @returns what the journal has and the ledger lacks, since a backup was restored.
   */
  async reconcile(): Promise<readonly JournalEntry[]> {
    const { journal } = this;
    if (!journal) return [];
    const erasures = await this.transact((manager) =>
      manager.find(Erasure, { select: { id: true, accountHash: true, erasedAt: true }, order: { erasedAt: "ASC" } }),
    );
    const journalled = journal.entries();
    journal.add(erasures.filter(({ id }) => !journalled.has(id)).map(entryOf));
    const known = new Set(erasures.map(({ id }) => id));
    return [...journalled.values()].filter(({ id }) => !known.has(id));
  }

  /** Why the database must not serve, or undefined when it may. */
  async whyBehind(): Promise<string | undefined> {
    const missing = await this.reconcile();
    if (missing.length === 0) return undefined;
    return (
      `The journal has ${missing.length} erasures that the database lacks: a backup was restored. ` +
      "Run npm run privacy -- replay, which repeats them."
    );
  }
}

export const entryOf = ({ id, accountHash, erasedAt }: Pick<Erasure, "id" | "accountHash" | "erasedAt">): JournalEntry => ({
  id,
  accountHash: accountHash.toString("hex"),
  erasedAt: erasedAt.toISOString(),
});
