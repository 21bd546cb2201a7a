import { setTimeout as wait } from "node:timers/promises";
import type { Transact } from "../../writes/Writer.js";
import type { PrivacyLog } from "./PrivacyLog.js";
import { isUnusedFor, TODAY, type UnusedPeriod } from "./unusedRules.js";

/** Tells an account on which day it is erased, unless somebody signs in before. */
export type Warn = (email: string, erasedOn: string) => Promise<void>;

/** An account that is erased unless somebody uses it. */
export interface UnusedAccount {
  readonly email: string;
  readonly lastUsedOn: string;
  /** Null before the warning. */
  readonly erasedOn: string | null;
}

interface Claim {
  readonly id: string;
  readonly email: string;
  /** As PostgreSQL writes it: JavaScript's dates are coarser. */
  readonly claim: string;
  readonly erasedOn: string;
}

/** So few at once that a process that ends leaves few warnings to be sent again. */
const BATCH = 20;
const LISTED = 1_000;
const PAUSE_MS = 100;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** The warnings of accounts that nobody uses. A use takes one back: a trigger of the sessions does. */
export class Warnings {
  /** @param warn is absent where no mail can be sent: operators are told then, by the log and npm run privacy -- retention. */
  constructor(
    private readonly transact: Transact,
    private readonly period: UnusedPeriod,
    private readonly warn: Warn | undefined,
    private readonly log: PrivacyLog,
  ) {}

  /** Warns those whose time has come. One whose mail could not be sent is tried again in an hour, and is not erased before. */
  async run(): Promise<void> {
    if (this.period.days === 0) return this.takeBack();
    let [warned, failed] = [0, 0];
    for (let batch = await this.claim(); batch.length > 0; batch = await this.claim()) {
      for (const claimed of batch) {
        const isTold = await this.tell(claimed);
        if (isTold) warned++;
        else failed++;
      }
      await wait(PAUSE_MS, undefined, { ref: false });
    }
    if (failed > 0) this.log.warn({ accounts: failed }, "Accounts that nobody uses could not be warned by mail, and stay");
    if (warned === 0) return;
    const how = this.warn ? "They were warned by mail." : "No mail can be sent: warn them yourself.";
    this.log.warn(
      { accounts: warned, days: this.period.warningDays },
      `Accounts that nobody uses will be erased in so many days. ${how} npm run privacy -- retention --dry-run lists them`,
    );
  }

  /** The accounts that are warned, or would be now, by the order of their ids. */
  async *list(): AsyncGenerator<UnusedAccount> {
    const { days, warningDays } = this.period;
    if (days === 0) return;
    for (let last = FIRST_ID; ; ) {
      const accounts = await this.transact((manager) =>
        manager.query<(UnusedAccount & { id: string })[]>(
          `SELECT id, email, last_used_on::text AS "lastUsedOn", erased_on::text AS "erasedOn"
            FROM account_uses JOIN users ON users.id = user_id
            WHERE user_id > $1 AND ${isUnusedFor(days - warningDays)} ORDER BY user_id LIMIT ${LISTED}`,
          [last],
        ),
      );
      yield* accounts;
      if (accounts.length < LISTED) return;
      last = accounts.at(-1)?.id ?? last;
    }
  }

  /** Where accounts are kept for good, no warning holds: after a change of the settings there would be a new one. */
  private async takeBack(): Promise<void> {
    await this.transact((manager) =>
      manager.query("UPDATE account_uses SET warned_at = NULL, erased_on = NULL WHERE erased_on IS NOT NULL"),
    );
  }

  /** Takes some for this process. Those of a process that ended are taken again after an hour. */
  private async claim(): Promise<readonly Claim[]> {
    const { days, warningDays } = this.period;
    return this.transact(async (manager) => {
      const [claimed] = await manager.query<[Claim[], number]>(
        `UPDATE account_uses SET warned_at = now() FROM (
            SELECT user_id AS id, email FROM account_uses JOIN users ON users.id = user_id
              WHERE erased_on IS NULL AND (warned_at IS NULL OR warned_at < now() - interval '1 hour')
                AND ${isUnusedFor(days - warningDays)}
              ORDER BY last_used_on LIMIT ${BATCH} FOR UPDATE OF account_uses SKIP LOCKED) AS unused
          WHERE user_id = unused.id
          RETURNING unused.id, unused.email, warned_at::text AS claim, (${TODAY} + ${warningDays})::text AS "erasedOn"`,
      );
      return claimed;
    });
  }

  private async tell({ id, email, claim, erasedOn }: Claim): Promise<boolean> {
    try {
      await this.warn?.(email, erasedOn);
    } catch {
      // The address and the server's words stay out of the log. Its state shows where mail is sent.
      return false;
    }
    // Whoever has signed in since the claim has taken it back.
    await this.transact((manager) =>
      manager.query("UPDATE account_uses SET erased_on = $3 WHERE user_id = $1 AND warned_at = $2::timestamptz", [
        id,
        claim,
        erasedOn,
      ]),
    );
    return true;
  }
}
