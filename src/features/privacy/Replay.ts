import { MoreThan } from "typeorm";
import type { Transact } from "#engine/features";
import { User } from "../../entities/User.js";
import { ErasureIncomplete, type Erasures } from "./Erasures.js";
import type { JournalEntry } from "./Journal.js";
import type { Ledger } from "./Ledger.js";
import type { PrivacyKeys } from "./PrivacyKeys.js";

/** Accounts that are looked through at once. */
const BATCH = 1_000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** The result of a replay. */
export interface Replayed {
  /** How many erasures the database lacked. */
  readonly entries: number;
  /** How many accounts were there again, and are erased. */
  readonly accounts: number;
  /** How many erasures were made with another key, so that their accounts are unknown. Nothing is done for these. */
  readonly unknown: number;
  /** For each account that cannot be erased, the columns that would still hold something of it. */
  readonly undone: readonly (readonly string[])[];
}

/** Repeats erasures that a restored backup has brought back. */
export class Replay {
  constructor(
    private readonly transact: Transact,
    private readonly erasures: Erasures,
    private readonly ledger: Ledger,
    private readonly keys: PrivacyKeys,
  ) {}

  async run(): Promise<Replayed> {
    const missing = await this.ledger.reconcile();
    const readable = missing.filter(({ key }) => key === undefined || key === this.keys.name());
    const byHash = new Map(readable.map((entry) => [entry.accountHash, entry]));
    const undone: (readonly string[])[] = [];
    let accounts = 0;
    if (byHash.size > 0)
      for await (const id of this.accountIds()) {
        const entry = byHash.get(this.keys.accountHash(id).toString("hex"));
        if (!entry) continue;
        byHash.delete(entry.accountHash);
        const left = await this.erase(id, entry);
        if (left) undone.push(left);
        else accounts++;
      }
    for (const entry of byHash.values()) await this.transact((manager) => this.ledger.write(manager, rowOf(entry)));
    return { entries: missing.length, accounts, unknown: missing.length - readable.length, undone };
  }

  /** Returns the columns for which it was undone. */
  private async erase(accountId: string, { id, erasedAt }: JournalEntry): Promise<readonly string[] | undefined> {
    try {
      await this.erasures.erase(accountId, { id, erasedAt: new Date(erasedAt) });
      return undefined;
    } catch (error) {
      if (error instanceof ErasureIncomplete) return error.columns;
      throw error;
    }
  }

  private async *accountIds(): AsyncGenerator<string> {
    for (let last = FIRST_ID; ; ) {
      const users = await this.transact((manager) =>
        manager.find(User, { select: { id: true }, where: { id: MoreThan(last) }, order: { id: "ASC" }, take: BATCH }),
      );
      for (const { id } of users) yield id;
      if (users.length < BATCH) return;
      last = users.at(-1)?.id ?? last;
    }
  }
}

/** An erasure of an account that the backup does not hold: there is nothing to delete. */
const rowOf = ({ id, accountHash, erasedAt }: JournalEntry) => ({
  id,
  accountHash: Buffer.from(accountHash, "hex"),
  erasedAt: new Date(erasedAt),
  counts: {},
});
