import type { Transact } from "#engine/features";
import type { Language } from "../../entities/Language.js";
import { MailError } from "../../mail/MailError.js";
import type { Mailer } from "../../mail/Mailer.js";
import type { DueErasures } from "./DueErasures.js";
import { unusedMail } from "./unusedMail.js";

/** How long unused accounts are kept. */
export interface UnusedPeriod {
  /** From the last use to the erasure. */
  readonly days: number;
  /** From the warning to the erasure, within these days. */
  readonly warningDays: number;
}

interface Unused {
  readonly id: string;
  readonly email: string;
  readonly language: Language | null;
  readonly lastUsedOn: string;
  /** The day that the warning named; null before the warning. */
  readonly erasedOn: string | null;
  readonly isDue: boolean;
}

/** An unused account, and what was or would be done about it. */
export interface Outcome {
  readonly email: string;
  readonly lastUsedOn: string;
  readonly done: string;
  readonly isGood: boolean;
}

const BATCH = 1_000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";
/** Today in UTC, as the database has the days of use. */
const TODAY = "(now() AT TIME ZONE 'UTC')::date";

/** SQL: whether nobody has used the account for so many days. Never an admin's, or one that is signed in to. */
const accountsUnusedFor = (days: number): string =>
  `FROM account_uses JOIN users ON users.id = user_id WHERE last_used_on <= ${TODAY} - ${days} AND users.role <> 'ADMIN'
    AND NOT EXISTS (SELECT FROM sessions WHERE sessions.user_id = users.id AND sessions.expires_at > now())`;

/**
 * Warns the owners of unused accounts, and erases these on the day that the warning named. A use takes it back: a trigger of the sessions
 * does.
 */
export class UnusedAccounts {
  /** @param mailer is absent where no mail can be sent: operators warn by themselves then. */
  constructor(
    private readonly transact: Transact,
    private readonly due: DueErasures,
    private readonly mailer: Mailer | undefined,
  ) {}

  /** Lists what would be done now. It writes nothing. */
  async *preview(period: UnusedPeriod): AsyncGenerator<Outcome> {
    for await (const { email, lastUsedOn, erasedOn, isDue } of this.list(period))
      yield {
        email,
        lastUsedOn,
        done: erasedOn === null ? "to be warned" : isDue ? "to be erased" : waiting(erasedOn),
        isGood: true,
      };
  }

  /** Erases the accounts whose day has come, and sends due warnings. A failed one does not stop the others. */
  async *run(period: UnusedPeriod): AsyncGenerator<Outcome> {
    await this.due.settle();
    let isMailing = true;
    for await (const account of this.list(period)) {
      const { id, email, lastUsedOn, erasedOn, isDue } = account;
      const told = { email, lastUsedOn };
      if (isDue) yield { ...told, ...(await this.erase(id, period)) };
      else if (erasedOn !== null) yield { ...told, done: waiting(erasedOn), isGood: true };
      else {
        const failure: Pick<MailError, "message" | "isFinal"> | undefined = isMailing ? await this.warn(account, period) : AWAY;
        // A mail server that is away, or takes nothing of ours, is not tried for each of a thousand accounts.
        isMailing &&= failure === undefined || failure.isFinal;
        const how = this.mailer ? "warned by mail" : "warn it yourself";
        yield { ...told, done: failure ? `not warned, and so kept: ${failure.message}` : how, isGood: failure === undefined };
      }
    }
  }

  /** In the order of their ids. */
  private async *list({ days, warningDays }: UnusedPeriod): AsyncGenerator<Unused> {
    for (let last = FIRST_ID; ; ) {
      const accounts = await this.transact((manager) =>
        manager.query<Unused[]>(
          `SELECT id, email, language, last_used_on::text AS "lastUsedOn", erased_on::text AS "erasedOn",
              erased_on <= ${TODAY} AND last_used_on <= ${TODAY} - ${days} AS "isDue"
            ${accountsUnusedFor(days - warningDays)} AND user_id > $1 ORDER BY user_id LIMIT ${BATCH}`,
          [last],
        ),
      );
      yield* accounts;
      if (accounts.length < BATCH) return;
      last = accounts.at(-1)?.id ?? last;
    }
  }

  /** Returns why the mail was not taken. */
  private async warn({ id, email, language }: Unused, { days, warningDays }: UnusedPeriod): Promise<MailError | undefined> {
    const [{ day } = { day: "" }] = await this.transact((manager) =>
      manager.query<{ day: string }[]>(`SELECT (${TODAY} + ${warningDays})::text AS day`),
    );
    try {
      await this.mailer?.send({ to: email, ...unusedMail(day, language) });
    } catch (error) {
      if (error instanceof MailError) return error;
      throw error;
    }
    // An account that was used meanwhile is not unused any more.
    await this.transact((manager) =>
      manager.query(
        `UPDATE account_uses SET warned_at = now(), erased_on = $2
          WHERE user_id IN (SELECT user_id ${accountsUnusedFor(days - warningDays)} AND user_id = $1)`,
        [id, day],
      ),
    );
    return undefined;
  }

  private async erase(id: string, { days }: UnusedPeriod) {
    const isDue = `SELECT NULL AS receipt_id ${accountsUnusedFor(days)} AND user_id = $1 AND erased_on <= ${TODAY}`;
    const isErased = await this.due.erase(id, isDue);
    return { done: isErased ? "erased" : "not erased", isGood: isErased };
  }
}

const AWAY = { message: "the mail server took none before", isFinal: false };
const waiting = (day: string): string => `to be erased on ${day}`;
