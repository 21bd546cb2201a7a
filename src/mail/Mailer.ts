/** A mail of plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Hands mails to a server that delivers them. */
export interface Mailer {
  /** Resolves once the server has taken the mail, within 20 seconds. @throws MailError */
  send(mail: Mail): Promise<void>;
}
