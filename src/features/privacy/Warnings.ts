import { setTimeout as wait } from "node:timers/promises";
import type { Transact } from "../../../packages/engine/src/writes/Writer.js";
import { MailError } from "../../mail/MailError.js";
import type { Mailer } from "../../mail/Mailer.js";
import type { PrivacyLog } from "./PrivacyLog.js";
import { unusedMail } from "./unusedMail.js";
import { isUnusedFor, TODAY, type UnusedPeriod } from "./unusedRules.js";

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
  /** @param mailer is absent where no mail can be sent: operators are told then, by the log and npm run privacy -- retention. */
  constructor(
    private readonly transact: Transact,
    private readonly period: UnusedPeriod,
    private readonly mailer: Mailer | undefined,
    private readonly log: PrivacyLog,
  ) {}

  /** Warns those whose time has come. One whose mail no server takes is tried again in an hour, and is not erased before. */
  async run(): Promise<void> {
    if (this.period.days === 0) return this.takeBack();
    let warned = 0;
    const failures = new Map<string, number>();
    for (let batch = await this.claim(); batch.length > 0; batch = await this.claim()) {
      for (const claimed of batch) {
        const failure = await this.tell(claimed);
        if (failure === undefined) warned++;
        else failures.set(failure.message, (failures.get(failure.message) ?? 0) + 1);
        // The mail server is away, or takes nothing of ours.
        if (failure && !failure.isFinal) return this.report(warned, failures);
      }
      await wait(PAUSE_MS, undefined, { ref: false });
    }
    this.report(warned, failures);
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

  /** Hands back why the mail was not taken. */
  private async tell({ id, email, claim, erasedOn }: Claim): Promise<MailError | undefined> {
    try {
      await this.mailer?.send({ to: email, ...unusedMail(erasedOn) });
    } catch (error) {
      if (error instanceof MailError) return error;
      throw error;
    }
    // Whoever has signed in since the claim has taken it back.
    await this.transact((manager) =>
      manager.query("UPDATE account_uses SET erased_on = $3 WHERE user_id = $1 AND warned_at = $2::timestamptz", [
        id,
        claim,
        erasedOn,
      ]),
    );
    return undefined;
  }

  private report(warned: number, failures: ReadonlyMap<string, number>): void {
    for (const [reason, accounts] of failures)
      this.log.warn({ accounts, reason }, "Accounts that nobody uses could not be warned by mail, and stay");
    if (warned === 0) return;
    const how = this.mailer ? "They were warned by mail." : "SMTP_URL is not set: warn them yourself.";
    this.log.warn(
      { accounts: warned, days: this.period.warningDays },
      `Accounts that nobody uses will be erased in so many days. ${how} npm run privacy -- retention --dry-run lists them`,
    );
  }
}
