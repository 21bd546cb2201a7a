import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { TokenPurpose } from "../../../src/entities/TokenPurpose.js";
import { MailServer, type ReceivedMail } from "../../support/MailServer.js";
import { type Asking, TestApi } from "../../support/TestApi.js";

const OLD = "a secret of mine";
const NEW = "a better secret";
const request = "mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) }";
const reset = "mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) }";
const verify = "mutation ($token: String!) { verifyEmail(token: $token) }";
const signIn = "mutation ($input: SignInInput!) { signIn(input: $input) { token user { id } } }";
const changeEmail = "mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) { email emailVerifiedAt } }";
const changePassword = "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }";
const { PASSWORD_RESET, EMAIL_VERIFICATION } = TokenPurpose;

const PAGES = {
  MAIL_FROM: "NovaDraw <no-reply@example.org>",
  PASSWORD_RESET_URL: "https://app.example.org/reset#{token}",
  EMAIL_VERIFICATION_URL: "https://app.example.org/verify#{token}",
};

/** Forgotten passwords and unverified emails: docs/guarantees.md#a5. */
describe("account recovery", () => {
  let mail: MailServer;
  let api: TestApi;
  let password: string;
  let hosts = 0;
  beforeAll(async () => {
    mail = await MailServer.start();
    api = await TestApi.open({ ...PAGES, SMTP_URL: mail.url });
    password = await bcrypt.hash(OLD, 4);
  });
  afterAll(async () => {
    await api.close();
    await mail.close();
  });

  /** An account, and an address that nothing was asked from yet. */
  const account = async (columns = {}) => {
    const user = await api.world.user({ password, ...columns });
    return { user, token: await api.world.token(user), address: `192.0.2.${++hosts}` };
  };
  const ask = (query: string, variables: Record<string, unknown>, asking: Asking = {}) =>
    api.ask(query, { address: "198.51.100.1", ...asking, variables });
  const requestFor = (email: string, address: string, more = {}) => ask(request, { input: { email, ...more } }, { address });
  const tokenIn = ({ text }: ReceivedMail) => /https:\/\/app\.example\.org\/(?:reset|verify)#(\S+)/.exec(text)?.[1] ?? "";
  const mailedToken = async (email: string, address: string) => {
    await requestFor(email, address);
    return tokenIn(await mail.next());
  };
  const problems = async (query: string, variables: Record<string, unknown>) =>
    (await ask(query, variables)).errors[0]?.extensions.fields?.map(({ path, code }) => `${path.join(".")} ${code}`);
  const canSignIn = async (email: string, given: string) =>
    (await ask(signIn, { input: { email, password: given } })).errors.length === 0;
  const isGood = async (token: string) => (await api.ask("{ me { id } }", { token })).status === 200;

  describe("requestPasswordReset mutation", () => {
    it("mails a link to the account, in the language asked for", async () => {
      const { user, address } = await account();

      const { data } = await requestFor(` ${user.email.toUpperCase()} `, address, { language: "DE" });

      const { to, from, subject, text } = await mail.next();
      expect(data).toEqual({ requestPasswordReset: true });
      expect([to, from, subject]).toEqual([[user.email], "no-reply@example.org", "Ein neues Passwort für NovaDraw"]);
      expect(text).toMatch(/Wenn du das warst, öffne diesen Link[^]*\nhttps:\/\/app\.example\.org\/reset#[\w-]{43}\n/);
      expect(text).not.toMatch(/Hello/);
    });

    it("mails in English and German where no language is asked for", async () => {
      const { user, address } = await account();

      await requestFor(user.email, address);

      const { subject, text } = await mail.next();
      expect(subject).toBe("A new password for NovaDraw / Ein neues Passwort für NovaDraw");
      expect(text).toMatch(/Hello[^]*\n---\n[^]*Hallo/);
    });

    it("answers an unknown email alike, asks the database for nothing else, and mails nobody", async () => {
      const { user, address } = await account();
      const known = await requestFor(user.email, address);
      await mail.next();

      const unknown = await requestFor("nobody@example.org", address);
      const marker = await account();
      await requestFor(marker.user.email, marker.address);

      expect([unknown.status, unknown.text]).toEqual([known.status, known.text]);
      expect((await mail.next()).to).toEqual([marker.user.email]);
      expect(mail.unread).toBe(0);
    });

    it("answers before anything is looked up or sent: a mail server that is gone changes nothing", async () => {
      const gone = await MailServer.start();
      const { url } = gone;
      await gone.close();
      const cut = await TestApi.over(api, { ...PAGES, SMTP_URL: url });
      const { user, address } = await account();

      const { data } = await cut.ask(request, { variables: { input: { email: user.email } }, address });

      expect(data).toEqual({ requestPasswordReset: true });
      await cut.http.close();
    });

    it("is RATE_LIMITED after three mails to one email from anywhere, known or not, while the last link stays good", async () => {
      const { user } = await account();
      const codesOf = async (email: string) => {
        const codes = [];
        for (let count = 0; count < 4; count++)
          codes.push((await requestFor(email, `192.0.2.${++hosts}`)).errors[0]?.extensions.code);
        return codes;
      };

      const known = await codesOf(user.email);
      const mails = [await mail.next(), await mail.next(), await mail.next()];
      const unknown = await codesOf("nobody-else@example.org");

      expect(known).toEqual([undefined, undefined, undefined, "RATE_LIMITED"]);
      expect(unknown).toEqual(known);
      const input = { token: await newestOf(user.id, mails.map(tokenIn)), newPassword: NEW };
      expect((await ask(reset, { input })).data).toEqual({ resetPassword: true });
      await mail.next();
    });

    it("is RATE_LIMITED after a hundred mails from one address, with Retry-After", async () => {
      const statuses = [];
      for (let count = 0; count < 101; count++)
        statuses.push((await requestFor(`spray-${count}@example.org`, "2001:db8:9::1")).status);

      const { status, headers } = await requestFor("another@example.org", "2001:db8:9::2");

      expect([statuses.lastIndexOf(200), statuses.indexOf(429)]).toEqual([99, 100]);
      expect(status).toBe(429);
      expect(Number(headers["retry-after"])).toBeGreaterThan(800);
    });

    it("does the same without a mail server, and ends no link that an operator has handed out", async () => {
      const silent = await TestApi.over(api, {});
      const { user, address } = await account();
      const token = await api.world.linkToken(user, PASSWORD_RESET);
      const known = await silent.ask(request, { variables: { input: { email: user.email } }, address });
      const unknown = await silent.ask(request, { variables: { input: { email: "no-one@example.org" } }, address });

      expect([known.data, unknown.text]).toEqual([{ requestPasswordReset: true }, known.text]);
      expect((await ask(reset, { input: { token, newPassword: NEW } })).data).toEqual({ resetPassword: true });
      await mail.next();
      await silent.http.close();
    });

    it("tries again what the mail server puts off, and tells the log neither the email nor the token", async () => {
      const { user, address } = await account();
      mail.refuse(451);

      const token = await mailedToken(user.email, address);

      const lines = api.logLines.join("");
      expect(lines).toMatch(/"code":"EENVELOPE","reply":451,"isGivenUp":false.*"A mail was not sent"/);
      expect(lines).not.toMatch(new RegExp(`${user.email}|${token}`));
      expect(await isReset(token)).toBe(true);
    });
  });

  describe("resetPassword mutation", () => {
    it("sets the password, ends every session, begins none, and tells the owner", async () => {
      const { user, token: session, address } = await account();
      const other = await api.world.token(user);
      const token = await mailedToken(user.email, address);

      const { data, headers } = await ask(reset, { input: { token, newPassword: NEW } });

      expect(data).toEqual({ resetPassword: true });
      expect(headers["set-cookie"]).toBeUndefined();
      expect([await isGood(session), await isGood(other), await isGood(token)]).toEqual([false, false, false]);
      expect([await canSignIn(user.email, OLD), await canSignIn(user.email, NEW)]).toEqual([false, true]);
      const { to, subject, text } = await mail.next();
      expect([to, subject]).toEqual([
        [user.email],
        "Your NovaDraw password was changed / Dein NovaDraw-Passwort wurde geändert",
      ]);
      expect(text).not.toContain("http");
    });

    it("takes a token once, the newest alone, for its purpose alone, and only while it is good", async () => {
      const { user, address } = await account();
      const first = await mailedToken(user.email, address);
      const second = await mailedToken(user.email, address);
      const verification = await api.world.linkToken(user, EMAIL_VERIFICATION);
      const { user: late } = await account();
      const ended = await api.world.linkToken(late, PASSWORD_RESET, new Date(Date.now() - 1));

      const outcomes = [];
      for (const token of [first, verification, ended, "no-such-token", "", second, second])
        outcomes.push(await problems(reset, { input: { token, newPassword: NEW } }));

      const refused = ["input.token LINK_ENDED"];
      expect(outcomes).toEqual([refused, refused, refused, refused, refused, undefined, refused]);
      await mail.next();
    });

    it("keeps the token when the new password cannot be used", async () => {
      const { user } = await account();
      const token = await api.world.linkToken(user, PASSWORD_RESET);

      expect(await problems(reset, { input: { token, newPassword: "short" } })).toEqual(["input.newPassword TOO_SHORT"]);
      expect(await problems(reset, { input: { token, newPassword: user.email.toUpperCase() } })).toEqual([
        "input.newPassword PASSWORD_IS_EMAIL",
      ]);
      expect(await isReset(token)).toBe(true);
    });

    it("lets one of many at once through", async () => {
      const { user } = await account();
      const token = await api.world.linkToken(user, PASSWORD_RESET);

      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) => ask(reset, { input: { token, newPassword: `${NEW} ${index}` } })),
      );

      expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
      await mail.next();
    });

    it("lets its owner sign in at once, however often they have mistyped the old password", async () => {
      const { user, address } = await account();
      for (let count = 0; count < 10; count++)
        await ask(signIn, { input: { email: user.email, password: "wrong" } }, { address });
      const token = await api.world.linkToken(user, PASSWORD_RESET);
      const again = () => ask(signIn, { input: { email: user.email, password: NEW } }, { address });
      const before = (await again()).status;

      await ask(reset, { input: { token, newPassword: NEW } }, { address });

      expect([before, (await again()).status]).toEqual([429, 200]);
      await mail.next();
    });

    it("refuses links from before a change of the password or the email", async () => {
      const { user, token: session } = await account();
      const beforePassword = await api.world.linkToken(user, PASSWORD_RESET);
      const changed = await ask(changePassword, { input: { currentPassword: OLD, newPassword: NEW } }, { token: session });
      expect((await mail.next()).subject).toMatch(/^Your NovaDraw password was changed/);
      expect(await isReset(beforePassword)).toBe(false);
      const beforeEmail = await api.world.linkToken(user, PASSWORD_RESET);

      const email = `moved-${user.email}`;
      await ask(changeEmail, { input: { email, currentPassword: NEW } }, { token: changed.data.changePassword.token });

      const notices = [await mail.next(), await mail.next()];
      expect(notices.map(({ to }) => to[0]).sort()).toEqual([user.email, email].sort());
      expect(await isReset(beforeEmail)).toBe(false);
    });
  });

  describe("verifyEmail mutation", () => {
    const verifiedAt = async (token: string) =>
      (await api.ask("{ me { emailVerifiedAt } }", { token })).data.me.emailVerifiedAt;

    it("verifies the email of a new account by the link that it was mailed, once, without a session", async () => {
      const email = "newcomer@example.org";
      const signedUp = await api.ask("mutation ($input: SignUpInput!) { signUp(input: $input) { token } }", {
        variables: { input: { email, password: OLD } },
      });
      const { token } = signedUp.data.signUp;
      const { to, subject, ...received } = await mail.next();
      const before = await verifiedAt(token);

      const first = await ask(verify, { token: tokenIn({ to, subject, ...received }) });
      const again = await problems(verify, { token: tokenIn({ to, subject, ...received }) });

      expect([to, subject]).toEqual([[email], "Is this your email? NovaDraw / Ist das deine E-Mail-Adresse? NovaDraw"]);
      expect([before, first.data, again]).toEqual([null, { verifyEmail: true }, ["token LINK_ENDED"]]);
      expect(Date.now() - Date.parse(await verifiedAt(token))).toBeLessThan(60_000);
    });

    it("takes no token of a password reset, and none that has ended", async () => {
      const { user, token } = await account();
      const wrong = await api.world.linkToken(user, PASSWORD_RESET);
      const ended = await api.world.linkToken(user, EMAIL_VERIFICATION, new Date(Date.now() - 1));

      for (const given of [wrong, ended]) expect(await problems(verify, { token: given })).toEqual(["token LINK_ENDED"]);

      expect(await verifiedAt(token)).toBeNull();
      expect(await isReset(wrong)).toBe(true);
    });

    it("is undone by another email, which gets a link of its own; the same email in another case changes nothing", async () => {
      const { user, token } = await account({ emailVerifiedAt: new Date() });
      const old = await api.world.linkToken(user, EMAIL_VERIFICATION);
      const change = async (email: string) =>
        (await ask(changeEmail, { input: { email, currentPassword: OLD } }, { token })).data.changeEmail.emailVerifiedAt;

      const same = await change(user.email.toUpperCase());
      const other = await change(`other-${user.email}`);

      expect([same, other]).toEqual([expect.any(String), null]);
      expect(await problems(verify, { token: old })).toEqual(["token LINK_ENDED"]);
      const mails = [await mail.next(), await mail.next()];
      const greeting = mails.find(({ to }) => to[0] === `other-${user.email}`);
      expect(mails.find(({ to }) => to[0] === user.email)?.subject).toMatch(/^Your NovaDraw account has another email/);
      expect((await ask(verify, { token: greeting ? tokenIn(greeting) : "" })).data).toEqual({ verifyEmail: true });
    });
  });

  describe("requestEmailVerification mutation", () => {
    const send = (token: string, address: string) =>
      api.ask("mutation { requestEmailVerification(language: EN) }", { token, address });

    it("mails the viewer a link, and none once the email is verified", async () => {
      const { user, token, address } = await account();
      await send(token, address);
      const received = await mail.next();
      await ask(verify, { token: tokenIn(received) });

      const again = await send(token, address);
      const marker = await account();
      await send(marker.token, marker.address);

      expect([received.to, received.subject]).toEqual([[user.email], "Is this your email? NovaDraw"]);
      expect(again.data).toEqual({ requestEmailVerification: true });
      expect((await mail.next()).to).toEqual([marker.user.email]);
    });

    it("needs a session, and is RATE_LIMITED after three mails", async () => {
      const { token, address } = await account();
      const codes = [];
      for (let count = 0; count < 4; count++) codes.push((await send(token, address)).errors[0]?.extensions.code);

      expect(await api.codeOf("mutation { requestEmailVerification }")).toBe("UNAUTHENTICATED");
      expect(codes).toEqual([undefined, undefined, undefined, "RATE_LIMITED"]);
      for (let count = 0; count < 3; count++) await mail.next();
    });
  });

  it("stores tokens as hashes alone, and tells a copy of the account that there is a link and not which", async () => {
    const { user, token: session, address } = await account();
    const token = await mailedToken(user.email, address);

    const rows = await api.opened.database.query("SELECT * FROM one_time_tokens WHERE user_id = $1", [user.id]);
    const copy = await api.ask(`mutation { requestExport(currentPassword: "${OLD}") { url } }`, { token: session });
    const told = await api.http.inject({ url: new URL(copy.data.requestExport.url).pathname });

    expect(rows).toMatchObject([{ purpose: "PASSWORD_RESET", token_hash: expect.any(Buffer) }]);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(told.json().tables.one_time_tokens).toEqual([
      { user_id: user.id, purpose: "PASSWORD_RESET", created_at: expect.any(String), expires_at: expect.any(String) },
    ]);
    expect(told.body).not.toContain(rows[0].token_hash.toString("hex"));
  });

  const isReset = async (token: string) => {
    const { errors } = await ask(reset, { input: { token, newPassword: NEW } });
    if (errors.length === 0) await mail.next();
    return errors.length === 0;
  };

  /** Mails may overtake each other: which of the tokens the database knows. */
  const newestOf = async (userId: string, tokens: readonly string[]) => {
    const [row] = await api.opened.database.query("SELECT token_hash FROM one_time_tokens WHERE user_id = $1", [userId]);
    const { createHash } = await import("node:crypto");
    return tokens.find((token) => createHash("sha256").update(token).digest().equals(row.token_hash)) ?? "";
  };
});
