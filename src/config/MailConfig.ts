/** The settings of the mails that the service sends. */
export interface MailConfig {
  /** The mail server, with its password. */
  readonly url: string;
  /** The sender of the mails. */
  readonly from: string;
  /** Whether a server without TLS gets no mail. */
  readonly requiresTls: boolean;
}
