import type { Origin } from "#engine/features";
import type { Language } from "../../entities/Language.js";
import { TokenPurpose } from "../../entities/TokenPurpose.js";
import type { User } from "../../entities/User.js";
import { inLanguages } from "../../mail/inLanguages.js";
import type { Mailer } from "../../mail/Mailer.js";
import type { MailQueue } from "../../mail/MailQueue.js";
import { linkMails, type Notice, notices } from "./accountMailTexts.js";
import type { MailThrottle } from "./MailThrottle.js";
import type { OneTimeLinks } from "./OneTimeLinks.js";

/**
 * The mails about an account. Each is made and sent after the request, so neither the answer nor its time depends on whether there is an
 * account.
 */
export class AccountMails {
  /** @param outlet absent without a mail server: then nothing is done. */
  constructor(
    private readonly outlet: { readonly mailer: Mailer; readonly queue: MailQueue } | undefined,
    private readonly links: OneTimeLinks,
    private readonly throttle: MailThrottle,
  ) {}

  /**
   * Mails a link to the account with the email, if there is one.
   * @param language the account's own, when it is left out. @throws ClientError UNAVAILABLE when too many mails wait.
   */
  sendLink(purpose: TokenPurpose, email: string, language?: Language | null): void {
    this.outlet?.queue.add(() => this.mailLink(purpose, email, language));
  }

  /** Mails a link to an email that is new to its account, if mails have room and not too many go there. It can be asked for later. */
  greet(email: string, { address }: Origin): void {
    this.offer(async () => {
      const purpose = TokenPurpose.EMAIL_VERIFICATION;
      if ((await this.throttle.secondsAfter(purpose, email, address)) === undefined) await this.mailLink(purpose, email);
    });
  }

  /** Tells the owner of an account about a change, unless too many mails wait or went there: the change stays done without a mail. */
  notify(notice: Notice, { email, language }: Pick<User, "email" | "language">, { address }: Origin): void {
    this.offer(async () => {
      if ((await this.throttle.secondsAfter("notice", email, address)) !== undefined) return;
      await this.outlet?.mailer.send({ to: email, ...inLanguages(notices[notice], language) });
    });
  }

  private offer(work: () => Promise<void>): void {
    if (this.outlet?.queue.hasRoom) this.outlet.queue.add(work);
  }

  private async mailLink(purpose: TokenPurpose, email: string, language?: Language | null): Promise<void> {
    const link = await this.links.make(purpose, email);
    if (link?.url === undefined) return;
    const texts = linkMails[purpose](link.url, link.expiresAt);
    await this.outlet?.mailer.send({ to: email, ...inLanguages(texts, language ?? link.language) });
  }
}
