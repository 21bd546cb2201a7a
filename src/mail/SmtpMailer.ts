import { createTransport } from "nodemailer";
import { MailError } from "./MailError.js";
import type { Mail, Mailer } from "./Mailer.js";

/** Longer than a mail of a few lines takes, and no longer than its reader is willing to wait. */
const TOTAL_MS = 20_000;
const STEP_MS = 10_000;
const SMTP_PORT = 587;
const SMTPS_PORT = 465;

export interface SmtpSettings {
  /** smtp://user:password@host:587 begins in plain text and turns to TLS by STARTTLS; smtps:// is TLS from its start. */
  readonly url: string;
  /** The sender's address, with or without a name. */
  readonly from: string;
  /** Whether a server without STARTTLS gets no mail. */
  readonly requiresTls: boolean;
}

/** Sends mails to an SMTP server, over a connection for each: a few mails an hour are no reason to keep one. */
export class SmtpMailer implements Mailer {
  private readonly transport;

  constructor(
    { url, from, requiresTls }: SmtpSettings,
    /** How long each step of the conversation may take, and the whole. */
    private readonly within = { stepMs: STEP_MS, totalMs: TOTAL_MS },
  ) {
    const { stepMs } = within;
    const { protocol, hostname, port, username, password } = new URL(url);
    const isTls = protocol === "smtps:";
    this.transport = createTransport(
      {
        host: hostname.replace(/^\[|\]$/g, ""),
        port: Number(port) || (isTls ? SMTPS_PORT : SMTP_PORT),
        secure: isTls,
        requireTLS: requiresTls,
        ...(username !== "" && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
        dnsTimeout: stepMs,
        connectionTimeout: stepMs,
        greetingTimeout: stepMs,
        socketTimeout: stepMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      },
      { from },
    );
  }

  async send({ to, subject, text }: Mail): Promise<void> {
    try {
      await this.transport.sendMail({
        // An object is one address, whatever characters it has.
        to: { name: "", address: to },
        subject,
        text,
        // Tells other machines that a machine wrote it, so that none answers (RFC 3834).
        headers: { "Auto-Submitted": "auto-generated" },
        xMailer: false,
        signal: AbortSignal.timeout(this.within.totalMs),
      });
    } catch (error) {
      const { code = "EUNKNOWN", responseCode } = error as { code?: string; responseCode?: number };
      throw new MailError(code, responseCode);
    }
  }
}
