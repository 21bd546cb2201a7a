import { MoreThan } from "typeorm";
import { User } from "../../entities/User.js";
import type { Transact } from "../../writes/Writer.js";
import type { Erasures } from "./Erasures.js";
import type { JournalEntry } from "./Journal.js";
import type { Ledger } from "./Ledger.js";
import type { PrivacyKeys } from "./PrivacyKeys.js";

/** Accounts that are looked through at once. */
const BATCH = 1_000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** Repeats erasures that a restored backup has brought back. */
export class Replay {
  constructor(
    private readonly transact: Transact,
    private readonly erasures: Erasures,
    private readonly ledger: Ledger,
    private readonly keys: PrivacyKeys,
  ) {}

  /** Says how many erasures the database lacked, and how many accounts were there again. */
  async run(): Promise<{ readonly entries: number; readonly accounts: number }> {
    const missing = await this.ledger.reconcile();
    const byHash = new Map(missing.map((entry) => [entry.accountHash, entry]));
    let accounts = 0;
    for await (const id of this.accountIds()) {
      const entry = byHash.get(this.keys.accountHash(id).toString("hex"));
      if (!entry) continue;
      await this.erasures.erase(id, { id: entry.id, erasedAt: new Date(entry.erasedAt) });
      byHash.delete(entry.accountHash);
      accounts++;
    }
    await this.transact(async (manager) => {
      for (const entry of byHash.values()) await this.ledger.write(manager, rowOf(entry));
    });
    return { entries: missing.length, accounts };
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
