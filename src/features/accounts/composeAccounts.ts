import type { Engine } from "#engine/features";
import type { Config } from "../../config.js";
import type { MailQueue } from "../../mail/MailQueue.js";
import { SmtpMailer } from "../../mail/SmtpMailer.js";
import type { ConsentGate } from "../../writes/ConsentGate.js";
import { AccountMails } from "./AccountMails.js";
import { Accounts } from "./Accounts.js";
import { mailLimits, signInLimits } from "./attemptLimits.js";
import { MailThrottle } from "./MailThrottle.js";
import { OneTimeLinks } from "./OneTimeLinks.js";
import { OneTimeTokens } from "./OneTimeTokens.js";
import { PasswordCheck } from "./PasswordCheck.js";
import { Passwords } from "./Passwords.js";
import { Recovery } from "./Recovery.js";
import { Sessions } from "./Sessions.js";
import { SignIn } from "./SignIn.js";
import { Throttle } from "./Throttle.js";

export type AccountServices = ReturnType<typeof composeAccounts>;

/**
 * Makes the services of accounts, for the API and for operators' commands.
 * @param queue sends their mails; absent for operators' commands, which print the links.
 */
export function composeAccounts(
  { accounts: settings, mail }: Pick<Config, "accounts" | "mail">,
  { writer, lookUp, query, hash }: Engine,
  consent: ConsentGate,
  queue?: MailQueue,
) {
  const { pages, minutes } = settings.links;
  const sessions = new Sessions(writer, settings.sessionDays);
  const passwords = new Passwords(settings.bcryptCost, hash);
  const check = new PasswordCheck(passwords, new Throttle(signInLimits(query)));
  const tokens = new OneTimeTokens(minutes);
  const links = new OneTimeLinks(writer.transact, tokens, pages);
  const throttle = new MailThrottle(mailLimits(query));
  const mails = new AccountMails(queue && mail && { queue, mailer: new SmtpMailer(mail) }, links, throttle);
  const accounts = new Accounts(lookUp, writer, passwords, check, sessions, tokens, mails, consent);
  const signIn = new SignIn(lookUp, writer, passwords, check, sessions);
  const recovery = new Recovery(lookUp, writer, { passwords, check, sessions, tokens, throttle, mails });
  return { accounts, signIn, sessions, recovery, links };
}
