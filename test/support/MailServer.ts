import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** A mail as it arrived. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly headers: string;
  readonly subject: string;
  readonly text: string;
  /** Who had signed in to the mail server. */
  readonly user: string | undefined;
}

interface Options {
  /** The only user and password that may send. */
  readonly account?: readonly [user: string, password: string];
  readonly hasTls?: boolean;
}

/** A mail server of the tests' own: a real SMTP conversation, and the mails end here. */
export class MailServer {
  private readonly waiting: ((mail: ReceivedMail) => void)[] = [];
  private readonly untaken: ReceivedMail[] = [];
  private readonly refusals: number[] = [];
  /** How many mails were offered, with those that were refused. */
  offered = 0;

  private constructor(
    private readonly server: SMTPServer,
    private readonly account: Options["account"],
  ) {}

  static async start({ account, hasTls = false }: Options = {}): Promise<MailServer> {
    const server = new SMTPServer({
      authOptional: account === undefined,
      allowInsecureAuth: true,
      disabledCommands: hasTls ? [] : ["STARTTLS"],
      disableReverseLookup: true,
      onAuth: ({ username, password }, _session, done) => {
        const [user, secret] = account ?? [];
        if (username === user && password === secret) done(null, { user: username });
        else done(Object.assign(new Error("Wrong"), { responseCode: 535 }));
      },
      onRcptTo: ({ address }, _session, done) => {
        mails.offered++;
        const responseCode = mails.refusals.shift();
        // As real servers do, it quotes the address.
        if (responseCode === undefined) done();
        else done(Object.assign(new Error(`<${address}> cannot be reached`), { responseCode }));
      },
      onData: (stream, { envelope, user }, done) => {
        void text(stream).then((source) => {
          mails.take({
            ...parse(source),
            from: envelope.mailFrom ? envelope.mailFrom.address : "",
            to: envelope.rcptTo.map(({ address }) => address),
            user: user as string | undefined,
          });
          done();
        });
      },
    });
    const mails = new MailServer(server, account);
    // Clients that hang up are no failure of the server.
    server.on("error", () => undefined);
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    return mails;
  }

  /** What SMTP_URL has to be. */
  get url(): string {
    const { port } = this.server.server.address() as AddressInfo;
    const credentials = this.account ? `${this.account.map(encodeURIComponent).join(":")}@` : "";
    return `smtp://${credentials}127.0.0.1:${port}`;
  }

  /** How many mails have arrived that no test has looked at. */
  get unread(): number {
    return this.untaken.length;
  }

  /** The oldest mail that was not taken yet; waits for it. */
  next(): Promise<ReceivedMail> {
    const mail = this.untaken.shift();
    return mail ? Promise.resolve(mail) : new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Answers the next mails by these replies, each once. */
  refuse(...replies: readonly number[]): void {
    this.refusals.push(...replies);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }

  private take(mail: ReceivedMail): void {
    const taker = this.waiting.shift();
    if (taker) taker(mail);
    else this.untaken.push(mail);
  }
}

function parse(source: string): Pick<ReceivedMail, "headers" | "subject" | "text"> {
  const end = source.indexOf("\r\n\r\n");
  const headers = source.slice(0, end).replace(/\r\n[ \t]+/g, " ");
  const body = source.slice(end + 4).replace(/\r\n/g, "\n");
  const subject = /^Subject: (.*)$/m.exec(headers)?.[1] ?? "";
  const isQuoted = /^Content-Transfer-Encoding: quoted-printable$/im.test(headers);
  return { headers, subject: decodeWords(subject), text: isQuoted ? unquote(body.replace(/=\n/g, "")) : body };
}

/** Encoded words of a header (RFC 2047). */
const decodeWords = (header: string): string =>
  header
    .replace(/\?= =\?/g, "?==?")
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_word, kind: string, content: string) =>
      kind.toLowerCase() === "b" ? Buffer.from(content, "base64").toString() : unquote(content.replace(/_/g, " ")),
    );

/** Quoted-printable bytes, as UTF-8 (RFC 2045). */
const unquote = (quoted: string): string =>
  Buffer.from(
    quoted.replace(/=([0-9A-F]{2})/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString();
