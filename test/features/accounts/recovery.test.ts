import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TokenPurpose } from "../../../src/entities/TokenPurpose.js";
import { MailServer } from "../../support/MailServer.js";
import { TestApi } from "../../support/TestApi.js";
import { documents, NEW, OLD, PAGES, RecoveryActs, tokenIn } from "./RecoveryActs.js";

const { request, reset, signIn, changeEmail, changePassword } = documents;
const { PASSWORD_RESET, EMAIL_VERIFICATION } = TokenPurpose;

/** Forgotten passwords: docs/guarantees.md#a8. */
describe("account recovery", () => {
  let acts: RecoveryActs;
  beforeAll(async () => {
    acts = await RecoveryActs.open();
  });
  afterAll(() => acts.close());

  describe("requestPasswordReset mutation", () => {
    it("mails a link to the account, in the language asked for", async () => {
      const { user, address } = await acts.account();

      const { data } = await acts.requestFor(` ${user.email.toUpperCase()} `, address, { language: "DE" });

      const { to, from, subject, text } = await acts.mail.next();
      expect(data).toEqual({ requestPasswordReset: true });
      expect([to, from, subject]).toEqual([[user.email], "no-reply@example.org", "Ein neues Passwort für NovaDraw"]);
      expect(text).toMatch(/Wenn du das warst, öffne diesen Link.*\nhttps:\/\/app\.example\.org\/reset#[\w-]{43}\n/s);
      expect(text).not.toMatch(/Hello/);
    });

    it("mails in English and German where no language is asked for", async () => {
      const { user, address } = await acts.account();

      await acts.requestFor(user.email, address);

      const { subject, text } = await acts.mail.next();
      expect(subject).toBe("A new password for NovaDraw / Ein neues Passwort für NovaDraw");
      expect(text).toMatch(/Hello.*\n---\n.*Hallo/s);
    });

    it("answers an unknown email alike, asks the database for nothing else, and mails nobody", async () => {
      const { user, address } = await acts.account();
      const known = await acts.requestFor(user.email, address);
      await acts.mail.next();

      const unknown = await acts.requestFor("nobody@example.org", address);
      const marker = await acts.account();
      await acts.requestFor(marker.user.email, marker.address);

      expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
      expect((await acts.mail.next()).to).toEqual([marker.user.email]);
      expect(acts.mail.unread).toBe(0);
    });

    it("answers before anything is looked up or sent: a mail server that is gone changes nothing", async () => {
      const gone = await MailServer.start();
      const { url } = gone;
      await gone.close();
      const cut = await TestApi.over(acts.api, { ...PAGES, SMTP_URL: url });
      const { user, address } = await acts.account();

      const { data } = await cut.ask(request, { variables: { input: { email: user.email } }, address });

      expect(data).toEqual({ requestPasswordReset: true });
      await cut.http.close();
    });

    it("is RATE_LIMITED after three mails to one email from anywhere, known or not, while the last link stays good", async () => {
      const { user } = await acts.account();
      const codesOf = async (email: string) => {
        const codes = [];
        for (let count = 0; count < 4; count++)
          codes.push((await acts.requestFor(email, acts.newAddress())).errors[0]?.extensions.code);
        return codes;
      };

      const known = await codesOf(user.email);
      const mails = [await acts.mail.next(), await acts.mail.next(), await acts.mail.next()];
      const unknown = await codesOf("nobody-else@example.org");

      expect(known).toEqual([undefined, undefined, undefined, "RATE_LIMITED"]);
      expect(unknown).toEqual(known);
      const input = { token: await acts.newestOf(user.id, mails.map(tokenIn)), newPassword: NEW };
      expect((await acts.ask(reset, { input })).data).toEqual({ resetPassword: true });
      await acts.mail.next();
    });

    it("is RATE_LIMITED after a hundred mails from one address, with Retry-After", async () => {
      const statuses = [];
      for (let count = 0; count < 101; count++)
        statuses.push((await acts.requestFor(`spray-${count}@example.org`, "2001:db8:9::1")).status);

      const { status, headers } = await acts.requestFor("another@example.org", "2001:db8:9::2");

      expect([statuses.lastIndexOf(200), statuses.indexOf(429)]).toEqual([99, 100]);
      expect(status).toBe(429);
      expect(Number(headers["retry-after"])).toBeGreaterThan(800);
    });

    it("does the same without a mail server, and ends no link that an operator has handed out", async () => {
      const silent = await TestApi.over(acts.api, {});
      const { user, address } = await acts.account();
      const token = await acts.api.world.linkToken(user, PASSWORD_RESET);
      const known = await silent.ask(request, { variables: { input: { email: user.email } }, address });
      const unknown = await silent.ask(request, { variables: { input: { email: "no-one@example.org" } }, address });

      expect([known.data, unknown.text]).toEqual([{ requestPasswordReset: true }, known.text]);
      expect((await acts.ask(reset, { input: { token, newPassword: NEW } })).data).toEqual({ resetPassword: true });
      await acts.mail.next();
      await silent.http.close();
    });

    it("tries again what the mail server puts off, and tells the log neither the email nor the token", async () => {
      const { user, address } = await acts.account();
      acts.mail.refuse(451);

      const token = await acts.mailedToken(user.email, address);

      const lines = acts.api.logLines.join("");
      expect(lines).toMatch(/"code":"EENVELOPE","reply":451,"isGivenUp":false.*"A mail was not sent"/);
      expect(lines).not.toMatch(new RegExp(`${user.email}|${token}`));
      expect(await acts.isReset(token)).toBe(true);
    });
  });

  describe("resetPassword mutation", () => {
    it("sets the password, ends every session, begins none, and tells the owner", async () => {
      const { user, token: session, address } = await acts.account();
      const other = await acts.api.world.token(user);
      const token = await acts.mailedToken(user.email, address);

      const { data, headers } = await acts.ask(reset, { input: { token, newPassword: NEW } });

      expect(data).toEqual({ resetPassword: true });
      expect(headers["set-cookie"]).toBeUndefined();
      expect([await acts.isGood(session), await acts.isGood(other), await acts.isGood(token)]).toEqual([false, false, false]);
      expect([await acts.canSignIn(user.email, OLD), await acts.canSignIn(user.email, NEW)]).toEqual([false, true]);
      const { to, subject, text } = await acts.mail.next();
      expect([to, subject]).toEqual([
        [user.email],
        "Your NovaDraw password was changed / Dein NovaDraw-Passwort wurde geändert",
      ]);
      expect(text).not.toContain("http");
    });

    it("takes a token once, the newest alone, for its purpose alone, and only while it is good", async () => {
      const { user, address } = await acts.account();
      const first = await acts.mailedToken(user.email, address);
      const second = await acts.mailedToken(user.email, address);
      const verification = await acts.api.world.linkToken(user, EMAIL_VERIFICATION);
      const { user: late } = await acts.account();
      const ended = await acts.api.world.linkToken(late, PASSWORD_RESET, new Date(Date.now() - 1));

      const outcomes = [];
      for (const token of [first, verification, ended, "no-such-token", "", second, second])
        outcomes.push(await acts.problems(reset, { input: { token, newPassword: NEW } }));

      const refused = ["input.token LINK_ENDED"];
      expect(outcomes).toEqual([refused, refused, refused, refused, refused, undefined, refused]);
      await acts.mail.next();
    });

    it("keeps the token when the new password cannot be used", async () => {
      const { user } = await acts.account();
      const token = await acts.api.world.linkToken(user, PASSWORD_RESET);

      expect(await acts.problems(reset, { input: { token, newPassword: "short" } })).toEqual(["input.newPassword TOO_SHORT"]);
      expect(await acts.problems(reset, { input: { token, newPassword: user.email.toUpperCase() } })).toEqual([
        "input.newPassword PASSWORD_IS_EMAIL",
      ]);
      expect(await acts.isReset(token)).toBe(true);
    });

    it("lets one of many at once through", async () => {
      const { user } = await acts.account();
      const token = await acts.api.world.linkToken(user, PASSWORD_RESET);

      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => acts.ask(reset, { input: { token, newPassword: `${NEW} ${index}` } })),
      );

      expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
      await acts.mail.next();
    });

    it("lets its owner sign in at once, however often they have mistyped the old password", async () => {
      const { user, address } = await acts.account();
      for (let count = 0; count < 10; count++)
        await acts.ask(signIn, { input: { email: user.email, password: "wrong" } }, { address });
      const token = await acts.api.world.linkToken(user, PASSWORD_RESET);
      const again = () => acts.ask(signIn, { input: { email: user.email, password: NEW } }, { address });
      const before = (await again()).status;

      await acts.ask(reset, { input: { token, newPassword: NEW } }, { address });

      expect([before, (await again()).status]).toEqual([429, 200]);
      await acts.mail.next();
    });

    it("refuses links from before a change of the password or the email", async () => {
      const { user, token: session } = await acts.account();
      const beforePassword = await acts.api.world.linkToken(user, PASSWORD_RESET);
      const changed = await acts.ask(changePassword, { input: { currentPassword: OLD, newPassword: NEW } }, { token: session });
      expect((await acts.mail.next()).subject).toMatch(/^Your NovaDraw password was changed/);
      expect(await acts.isReset(beforePassword)).toBe(false);
      const beforeEmail = await acts.api.world.linkToken(user, PASSWORD_RESET);

      const email = `moved-${user.email}`;
      await acts.ask(changeEmail, { input: { email, currentPassword: NEW } }, { token: changed.data.changePassword.token });

      const notices = [await acts.mail.next(), await acts.mail.next()];
      expect(notices.map(({ to }) => to[0]).sort()).toEqual([user.email, email].sort());
      expect(await acts.isReset(beforeEmail)).toBe(false);
    });
  });

  it("stores tokens as hashes alone, and tells a copy of the account that there is a link and not which", async () => {
    const { user, token: session, address } = await acts.account();
    const token = await acts.mailedToken(user.email, address);

    const rows = await acts.api.opened.database.query("SELECT * FROM one_time_tokens WHERE user_id = $1", [user.id]);
    const copy = await acts.api.ask(`mutation { requestExport(currentPassword: "${OLD}") { url } }`, { token: session });
    const told = await acts.api.http.inject({ url: new URL(copy.data.requestExport.url).pathname });

    expect(rows).toMatchObject([{ purpose: "PASSWORD_RESET", token_hash: expect.any(Buffer) }]);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(told.json().tables.one_time_tokens).toEqual([
      { user_id: user.id, purpose: "PASSWORD_RESET", created_at: expect.any(String), expires_at: expect.any(String) },
    ]);
    expect(told.body).not.toContain(rows[0].token_hash.toString("hex"));
  });

  it("reaches one mailbox three times in a quarter of an hour, whatever follows a + in its emails", async () => {
    const statuses = [];
    for (const tag of ["", "+a", "+b", "+c", "+d+e"])
      statuses.push((await acts.requestFor(`somebody${tag}@example.org`, acts.newAddress())).status);
    const another = await acts.requestFor("somebody-else+a@example.org", acts.newAddress());

    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(another.status).toBe(200);
  });

  describe("notices of changes", () => {
    it("are three in a quarter of an hour, however often a password changes", async () => {
      const { user, token } = await acts.account();
      const address = acts.newAddress();
      let current = { token, password: OLD };
      for (let count = 0; count < 5; count++) {
        const input = { currentPassword: current.password, newPassword: `${NEW} ${count}` };
        const { data } = await acts.ask(documents.changePassword, { input }, { token: current.token, address });
        current = { token: data.changePassword.token, password: input.newPassword };
      }

      for (let count = 0; count < 3; count++) expect((await acts.mail.next()).to).toEqual([user.email]);
      const counted = "SELECT FROM rate_limits WHERE key LIKE 'mail-to:%' AND points = 5";
      while ((await acts.api.opened.database.query(counted)).length === 0) await wait(20);

      expect(acts.mail.unread).toBe(0);
    });
  });
});
