import { normalizeEmail } from "../../entities/normalizeEmail.js";
import { mailsLimited } from "../../errors.js";
import { networkOf } from "../../networkOf.js";
import { countKey } from "./countKey.js";
import type { MailCounts } from "./failureCounts.js";
import { secondsUntil } from "./secondsUntil.js";

/**
 * Bounds how many mails can be asked for: to one email, so that nobody's mailbox is filled, and from one address. The last link that was
 * mailed stays good for longer than the count, so nobody can keep another from it.
 */
export class MailThrottle {
  constructor(private readonly counts: MailCounts) {}

  /** Counts a mail that is asked for, whether or not there is an account. @throws ClientError RATE_LIMITED when it is over a limit. */
  async count(email: string, address: string): Promise<void> {
    const seconds = await this.secondsAfter(email, address);
    if (seconds !== undefined) throw mailsLimited(seconds);
  }

  /** Counts a mail, and says after how many seconds the next may be sent where this one may not. */
  async secondsAfter(email: string, address: string): Promise<number | undefined> {
    await this.counts.clearExpired();
    for (const [count, key] of [
      [this.counts.perAddress, countKey(networkOf(address))],
      [this.counts.perEmail, countKey(normalizeEmail(email))],
    ] as const) {
      const asked = await count.penalty(key);
      if (asked.consumedPoints > count.points) return secondsUntil(asked);
    }
    return undefined;
  }
}
