import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { SmtpMailer } from "../../src/mail/SmtpMailer.js";
import { MailServer } from "../support/MailServer.js";

const FROM = "NovaDraw <no-reply@example.org>";
const MAIL = { to: "anna@example.org", subject: "Grüße aus der Höhle", text: "Für dich:\nhttps://app.example.org/#a=b\n" };

describe("SmtpMailer", () => {
  const closing: (() => Promise<unknown>)[] = [];
  const startServer = async (options = {}) => {
    const server = await MailServer.start(options);
    closing.push(() => server.close());
    return server;
  };
  const mailer = (url: string, requiresTls = false) => new SmtpMailer({ url, from: FROM, requiresTls });

  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  it("hands a mail to the server as plain text in UTF-8, from the sender of the settings, and marks it as a machine's", async () => {
    const server = await startServer();

    await mailer(server.url).send(MAIL);

    const mail = await server.next();
    expect(mail).toMatchObject({
      from: "no-reply@example.org",
      to: ["anna@example.org"],
      subject: MAIL.subject,
      text: MAIL.text,
    });
    expect(mail.headers).toMatch(/^Content-Type: text\/plain; charset=utf-8$/m);
    expect(mail.headers).toMatch(/^From: NovaDraw <no-reply@example.org>$/m);
    expect(mail.headers).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(mail.headers).not.toMatch(/nodemailer/i);
  });

  it("signs in with the user and password of the address, which may hold any character", async () => {
    const server = await startServer({ account: ["nova@example.org", "p@ss:wörd/%"] });

    await mailer(server.url).send(MAIL);

    expect((await server.next()).user).toBe("nova@example.org");
  });

  it("turns to TLS where it has to, and sends nothing to a server without", async () => {
    const server = await startServer();

    await expect(mailer(server.url, true).send(MAIL)).rejects.toMatchObject({ code: "ETLS" });

    expect(server.offered).toBe(0);
  });

  it("takes what it is told for one address, whatever characters it has", async () => {
    const server = await startServer();

    const sent = mailer(server.url).send({ ...MAIL, to: "anna@example.org, eve@example.org" });

    await expect(sent).rejects.toMatchObject({ code: "EENVELOPE" });
    expect(server.unread).toBe(0);
  });

  it("tells by codes alone why a mail was not taken: what servers say quotes the address", async () => {
    const server = await startServer();
    server.refuse(550, 451);

    const refused = await mailer(server.url)
      .send(MAIL)
      .catch((error: unknown) => error);
    const delayed = await mailer(server.url)
      .send(MAIL)
      .catch((error: unknown) => error);

    expect(refused).toMatchObject({ code: "EENVELOPE", reply: 550, isFinal: true });
    expect(delayed).toMatchObject({ code: "EENVELOPE", reply: 451, isFinal: false });
    expect(`${refused} ${delayed} ${JSON.stringify([refused, delayed])}`).not.toContain("anna");
  });

  it("takes a wrong password for a mistake of the settings, not of the mail", async () => {
    const server = await startServer({ account: ["nova", "right"] });

    await expect(mailer(server.url.replace("right", "wrong")).send(MAIL)).rejects.toMatchObject({
      code: "EAUTH",
      isFinal: false,
    });
  });

  it("gives up on a server that stays silent, on one that drips, and on one that is not there", async () => {
    const silent = await startRaw(() => undefined);
    const dripping = await startRaw((socket) => {
      const timer = setInterval(() => socket.write("220-wait\r\n"), 5);
      socket.on("close", () => clearInterval(timer));
    });
    const gone = await startRaw(() => undefined);
    await gone.close();
    const sendTo = (port: number, within: { stepMs: number; totalMs: number }) =>
      new SmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: FROM, requiresTls: false }, within).send(MAIL);

    await expect(sendTo(silent.port, { stepMs: 100, totalMs: 60_000 })).rejects.toMatchObject({
      code: "ETIMEDOUT",
      isFinal: false,
    });
    await expect(sendTo(dripping.port, { stepMs: 60_000, totalMs: 200 })).rejects.toMatchObject({ code: "EABORT" });
    await expect(sendTo(gone.port, { stepMs: 60_000, totalMs: 60_000 })).rejects.toMatchObject({ code: "ESOCKET" });
    expect(dripping.open()).toBe(0);
  });

  /** A server that speaks no SMTP. */
  async function startRaw(greet: (socket: Socket) => void) {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
      greet(socket);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    const close = () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<unknown>((resolve) => {
        server.close(resolve);
      });
    };
    closing.push(close);
    return { port, close, open: () => sockets.size };
  }
});
