import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Language } from "../../../src/entities/Language.js";
import { documents, NEW, OLD, RecoveryActs, tokenIn } from "./RecoveryActs.js";

const SIGN_UP = "mutation ($input: SignUpInput!) { signUp(input: $input) { token user { language } } }";
const UPDATE_ME = "mutation ($input: UpdateMeInput!) { updateMe(input: $input) { language } }";
const ME = "{ me { language } }";

describe("the language of an account", () => {
  let acts: RecoveryActs;
  beforeAll(async () => {
    acts = await RecoveryActs.open();
  });
  afterAll(() => acts.close());

  const signUp = (input: object) =>
    acts.api.ask(SIGN_UP, { variables: { input: { password: OLD, ...input } }, address: acts.newAddress() });

  it("is the one named at signUp, and the mail that greets the account is in it", async () => {
    const { data } = await signUp({ email: "lena@example.org", language: "DE" });

    expect(data.signUp.user.language).toBe("DE");
    const { subject, text } = await acts.mail.next();
    expect(subject).toBe("Ist das deine E-Mail-Adresse? NovaDraw");
    expect(text).not.toMatch(/Hello/);
  });

  it("is told as English where nobody has chosen one, and mails are in both", async () => {
    const { data } = await signUp({ email: "kim@example.org" });

    expect(data.signUp.user.language).toBe("EN");
    expect((await acts.mail.next()).text).toMatch(/Hello.*\n---\n.*Hallo/s);
  });

  it("is changed by updateMe, left alone when it is left out, and cleared by null", async () => {
    const { token } = await acts.account();
    const change = async (input: object) =>
      (await acts.api.ask(UPDATE_ME, { token, variables: { input } })).data.updateMe.language;

    expect([await change({ language: "DE" }), await change({ name: "Kim" }), await change({ language: null })]).toEqual([
      "DE",
      "DE",
      "EN",
    ]);
    const unknown = await acts.api.ask(UPDATE_ME, { token, variables: { input: { language: "FR" } } });
    expect(unknown.errors[0]?.extensions.code).toBe("BAD_USER_INPUT");
    expect((await acts.api.ask(ME, { token })).data.me.language).toBe("EN");
  });

  it("is that of the mail with a link, unless the client asks for another", async () => {
    const { user, address } = await acts.account({ language: Language.DE });

    await acts.requestFor(user.email, address);
    const own = await acts.mail.next();
    await acts.requestFor(user.email, address, { language: "EN" });
    const asked = await acts.mail.next();

    expect([own.subject, asked.subject]).toEqual(["Ein neues Passwort für NovaDraw", "A new password for NovaDraw"]);
  });

  it("is that of the mails that tell what has been done", async () => {
    const { user, token, address } = await acts.account({ language: Language.EN });
    const change = (query: string, input: object) => acts.ask(query, { input }, { token, address });

    const changed = await change(documents.changePassword, { currentPassword: OLD, newPassword: NEW });
    const byPassword = await acts.mail.next();
    const reset = await acts.mailedToken(user.email, address);
    await acts.ask(documents.reset, { input: { token: reset, newPassword: OLD } });
    const byReset = await acts.mail.next();

    expect(changed.errors).toEqual([]);
    expect(byPassword.subject).toBe("Your NovaDraw password was changed");
    expect([byReset.subject, tokenIn(byReset)]).toEqual(["Your NovaDraw password was changed", ""]);
  });

  it("is that of the mails about another email, to the old one and to the new one", async () => {
    const { user, token, address } = await acts.account({ language: Language.DE });
    const input = { email: `new-${user.email}`, currentPassword: OLD };

    await acts.ask(documents.changeEmail, { input }, { token, address });

    const subjects = [await acts.mail.next(), await acts.mail.next()].map(({ subject }) => subject).sort();
    expect(subjects).toEqual(["Dein NovaDraw-Konto hat eine andere E-Mail-Adresse", "Ist das deine E-Mail-Adresse? NovaDraw"]);
  });
});
