import { ClientError, ErrorCode, networkOf } from "#engine/features";
import { normalizeEmail } from "../../entities/normalizeEmail.js";
import type { TokenPurpose } from "../../entities/TokenPurpose.js";
import type { MailLimits } from "./attemptLimits.js";
import { countKey } from "./countKey.js";
import { mailboxOf } from "./mailboxOf.js";
import { secondsUntil } from "./secondsUntil.js";

/** The kind of a mail. Each kind is counted by itself, so that asking for one does not use up another. */
type Kind = TokenPurpose | "notice";

/**
 * Bounds how many mails go to one mailbox, so that none is flooded, and how many one network can ask for. The last link stays good for
 * longer than the count, so a flood of requests keeps no owner from it.
 */
export class MailThrottle {
  constructor(private readonly counts: MailLimits) {}

  /** Counts a mail that is asked for, whether or not there is an account. @throws ClientError RATE_LIMITED when it is over a limit. */
  async count(kind: Kind, email: string, address: string): Promise<void> {
    const seconds = await this.secondsAfter(kind, email, address);
    if (seconds !== undefined) throw mailsLimited(seconds);
  }

  /** Counts a mail. When it may not be sent, it returns in how many seconds the next may be. */
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
