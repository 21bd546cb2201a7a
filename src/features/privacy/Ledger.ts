import type { EntityManager } from "typeorm";
import { ClientError, type ServiceLog, type Transact } from "#engine/features";
import { Erasure } from "../../entities/Erasure.js";
import type { Journal, JournalEntry } from "./Journal.js";
import type { PrivacyKeys } from "./PrivacyKeys.js";

/** The ledger of erasures in the database, and the journal of them outside of it. */
export class Ledger {
  constructor(
    private readonly transact: Transact,
    private readonly journal: Journal | undefined,
    private readonly keys: PrivacyKeys,
    private readonly log: ServiceLog,
  ) {}

  /**
   * Writes an erasure into the ledger, in the transaction of the erasure.
   * @throws ClientError UNAVAILABLE when the journal could not be written afterwards: then nobody is erased.
   */
  async write(manager: EntityManager, erasure: Pick<Erasure, "id" | "accountHash" | "erasedAt" | "counts">): Promise<void> {
    this.journal?.entries();
    this.journal?.add([]);
    await manager.insert(Erasure, erasure);
  }

  /** Writes what was just committed into the journal. After a failure the service is not ready, and tries again. */
  async tellJournal(): Promise<void> {
    await this.reconcile().catch(() => this.log.error("The journal could not be told of an erasure. Check PRIVACY_JOURNAL."));
  }

  /**
   * Adds to the journal what it lacks: an erasure that has just been committed, also one of a process that ended before it could.
   * @returns what the journal has and the ledger lacks, since a backup was restored.
   */
  async reconcile(): Promise<readonly JournalEntry[]> {
    const { journal } = this;
    if (!journal) return [];
    // The journal first: all of its entries are already in the ledger.
    const journalled = journal.entries();
    const erasures = await this.transact((manager) =>
      manager.find(Erasure, { select: { id: true, accountHash: true, erasedAt: true }, order: { erasedAt: "ASC" } }),
    );
    journal.add(erasures.filter(({ id }) => !journalled.has(id)).map((erasure) => this.entryOf(erasure)));
    const known = new Set(erasures.map(({ id }) => id));
    return [...journalled.values()].filter(({ id }) => !known.has(id));
  }

  /** Why the database must not serve, or undefined when it may. */
  async whyBehind(): Promise<string | undefined> {
    try {
      const missing = await this.reconcile();
      if (missing.length === 0) return undefined;
      return (
        `The journal has ${missing.length} ${missing.length === 1 ? "erasure" : "erasures"} that the database lacks: a backup was restored. ` +
        "Run npm run privacy -- replay, which repeats them."
      );
    } catch (error) {
      if (error instanceof ClientError) return error.message;
      return "The journal of erasures cannot be compared with the database. Check PRIVACY_JOURNAL.";
    }
  }

  private entryOf({ id, accountHash, erasedAt }: Pick<Erasure, "id" | "accountHash" | "erasedAt">): JournalEntry {
    return { id, accountHash: accountHash.toString("hex"), erasedAt: erasedAt.toISOString(), key: this.keys.name() };
  }
}
