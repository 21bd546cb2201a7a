/** A mail that no server has taken. It tells nothing of the mail, because servers quote the address. */
export class MailError extends Error {
  constructor(
    /** The failure, as the mailer names it: ECONNECTION, EAUTH, EENVELOPE and the like. */
    readonly code: string,
    /** The SMTP reply, where the server gave one. */
    readonly reply: number | undefined,
  ) {
    super(`No server has taken the mail: ${code}${reply === undefined ? "" : ` ${reply}`}`);
  }

  /** Whether trying again is of no use: the server has refused the mail itself (RFC 5321, replies from 500). */
  get isFinal(): boolean {
    return this.reply !== undefined && this.reply >= 500 && this.code !== "EAUTH";
  }
}
