import { ClientError, ErrorCode, networkOf } from "#engine/features";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import type { TokenPurpose } from "../../entities/TokenPurpose.js";
import { countKey } from "./countKey.js";
import type { MailCounts } from "./failureCounts.js";
import { mailboxOf } from "./mailboxOf.js";
import { secondsUntil } from "./secondsUntil.js";

/** What a mail is about. Each kind is counted by itself, so that whoever asks for one keeps nobody from another. */
type Kind = TokenPurpose | "notice";

/**
 * Bounds how many mails go to one mailbox, so that nobody's is filled, and how many can be asked for from one network. The last link
 * that was mailed stays good for longer than the count, so nobody can keep another from it.
 */
export class MailThrottle {
  constructor(private readonly counts: MailCounts) {}

  /** Counts a mail that is asked for, whether or not there is an account. @throws ClientError RATE_LIMITED when it is over a limit. */
  async count(kind: Kind, email: string, address: string): Promise<void> {
    const seconds = await this.secondsAfter(kind, email, address);
    if (seconds !== undefined) throw mailsLimited(seconds);
  }

  /** Counts a mail, and says after how many seconds the next may be sent where this one may not. */
  async secondsAfter(kind: Kind, email: string, address: string): Promise<number | undefined> {
    await this.counts.clearExpired();
    for (const [count, key] of [
      [this.counts.perNetwork, countKey(networkOf(address))],
      [this.counts.perMailbox, countKey(kind, mailboxOf(normalizeEmail(email)))],
    ] as const) {
      const asked = await count.penalty(key);
      if (asked.consumedPoints > count.points) return secondsUntil(asked);
    }
    return undefined;
  }
}

const mailsLimited = (retryAfterSeconds: number) =>
  new ClientError(
    ErrorCode.RATE_LIMITED,
    `That was asked for too often. Look for the mail, also among what was taken for spam, or try again in ${retryAfterSeconds} seconds.`,
    { retryAfterSeconds },
  );
