import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TokenPurpose } from "../../../src/entities/TokenPurpose.js";
import { documents, OLD, RecoveryActs, tokenIn } from "./RecoveryActs.js";

const { verify, changeEmail } = documents;
const { PASSWORD_RESET, EMAIL_VERIFICATION } = TokenPurpose;

/** Emails that prove to reach their owner: docs/guarantees.md#a8. */
describe("email verification", () => {
  let acts: RecoveryActs;
  beforeAll(async () => {
    acts = await RecoveryActs.open();
  });
  afterAll(() => acts.close());

  describe("verifyEmail mutation", () => {
    const verifiedAt = async (token: string) =>
      (await acts.api.ask("{ me { emailVerifiedAt } }", { token })).data.me.emailVerifiedAt;

    it("verifies the email of a new account by the link that it was mailed, once, without a session", async () => {
      const email = "newcomer@example.org";
      const signedUp = await acts.api.ask("mutation ($input: SignUpInput!) { signUp(input: $input) { token } }", {
        variables: { input: { email, password: OLD } },
      });
      const { token } = signedUp.data.signUp;
      const { to, subject, ...received } = await acts.mail.next();
      const before = await verifiedAt(token);

      const first = await acts.ask(verify, { token: tokenIn({ to, subject, ...received }) });
      const again = await acts.problems(verify, { token: tokenIn({ to, subject, ...received }) });

      expect([to, subject]).toEqual([[email], "Is this your email? NovaDraw / Ist das deine E-Mail-Adresse? NovaDraw"]);
      expect([before, first.data, again]).toEqual([null, { verifyEmail: true }, ["token LINK_ENDED"]]);
      expect(Date.now() - Date.parse(await verifiedAt(token))).toBeLessThan(60_000);
    });

    it("takes no token of a password reset, and none that has ended", async () => {
      const { user, token } = await acts.account();
      const wrong = await acts.api.world.linkToken(user, PASSWORD_RESET);
      const ended = await acts.api.world.linkToken(user, EMAIL_VERIFICATION, new Date(Date.now() - 1));

      for (const given of [wrong, ended]) expect(await acts.problems(verify, { token: given })).toEqual(["token LINK_ENDED"]);

      expect(await verifiedAt(token)).toBeNull();
      expect(await acts.isReset(wrong)).toBe(true);
    });

    it("is undone by another email, which gets a link of its own; the same email in another case changes nothing", async () => {
      const { user, token } = await acts.account({ emailVerifiedAt: new Date() });
      const old = await acts.api.world.linkToken(user, EMAIL_VERIFICATION);
      const change = async (email: string) =>
        (await acts.ask(changeEmail, { input: { email, currentPassword: OLD } }, { token })).data.changeEmail.emailVerifiedAt;

      const same = await change(user.email.toUpperCase());
      const other = await change(`other-${user.email}`);

      expect([same, other]).toEqual([expect.any(String), null]);
      expect(await acts.problems(verify, { token: old })).toEqual(["token LINK_ENDED"]);
      const mails = [await acts.mail.next(), await acts.mail.next()];
      const greeting = mails.find(({ to }) => to[0] === `other-${user.email}`);
      expect(mails.find(({ to }) => to[0] === user.email)?.subject).toMatch(/^Your NovaDraw account has another email/);
      expect((await acts.ask(verify, { token: greeting ? tokenIn(greeting) : "" })).data).toEqual({ verifyEmail: true });
    });
  });

  describe("requestEmailVerification mutation", () => {
    const send = (token: string, address: string) =>
      acts.api.ask("mutation { requestEmailVerification(language: EN) }", { token, address });

    it("mails the viewer a link, and none once the email is verified", async () => {
      const { user, token, address } = await acts.account();
      await send(token, address);
      const received = await acts.mail.next();
      await acts.ask(verify, { token: tokenIn(received) });

      const again = await send(token, address);
      const marker = await acts.account();
      await send(marker.token, marker.address);

      expect([received.to, received.subject]).toEqual([[user.email], "Is this your email? NovaDraw"]);
      expect(again.data).toEqual({ requestEmailVerification: true });
      expect((await acts.mail.next()).to).toEqual([marker.user.email]);
    });

    it("needs a session, and is RATE_LIMITED after three mails", async () => {
      const { token, address } = await acts.account();
      const codes = [];
      for (let count = 0; count < 4; count++) codes.push((await send(token, address)).errors[0]?.extensions.code);

      expect(await acts.api.codeOf("mutation { requestEmailVerification }")).toBe("UNAUTHENTICATED");
      expect(codes).toEqual([undefined, undefined, undefined, "RATE_LIMITED"]);
      for (let count = 0; count < 3; count++) await acts.mail.next();
    });
  });
});
