import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../../support/TestApi.js";

const SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";
const SIGN_UP = "mutation ($input: SignUpInput!) { signUp(input: $input) { token user { email } } }";
const PASSWORD = "a long enough one";
let serial = 0;

/** Spellings of one domain, the stored one first. */
const DOMAINS: readonly (readonly string[])[] = [
  ["xn--mnchen-3ya.example", "münchen.example", "MÜNCHEN.example", "mu\u0308nchen.example", "XN--MNCHEN-3YA.EXAMPLE"],
  ["xn--bcher-kva.example", "bücher.example", "Bücher。example"],
  ["xn--strae-oqa.example", "straße.example", "STRAẞE.example"],
  ["example.org", "ⓔxample.org", "ℯxample.org", "examp𝓁e.org", "example.ºrg", "ｅｘａｍｐｌｅ．ｏｒｇ", "𝐞𝐱𝐚𝐦𝐩𝐥𝐞.org"],
];

describe("one mailbox", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  const ask = (query: string, input: object, token?: string) =>
    api.ask(query, { variables: { input }, token, address: `192.0.2.${++serial % 250}` });
  const codeOf = async (query: string, input: object, token?: string) =>
    (await ask(query, input, token)).errors[0]?.extensions.code ?? "done";

  it.each(DOMAINS.flatMap((domains) => domains.map((domain) => [domain, domains] as const)))(
    "is one account, however its domain is spelled: %s",
    async (domain, domains) => {
      const name = `anna-${++serial}`;
      const { data } = await ask(SIGN_UP, { email: `${name}@${domain}`, password: PASSWORD });
      expect(data.signUp.user.email).toBe(`${name}@${domains[0]}`);

      for (const other of domains) {
        const email = `${name}@${other}`;
        expect(await codeOf(SIGN_IN, { email, password: PASSWORD })).toBe("done");
        expect(await codeOf(SIGN_UP, { email, password: PASSWORD })).toBe("CONFLICT");
        expect(await codeOf(SIGN_UP, { email: `other-${++serial}@${other}`, password: email })).toBe("done");
      }
    },
  );

  it("is found by requestPasswordReset, changeEmail and eraseMe in any spelling", async () => {
    const user = await api.world.user({ email: "bea@xn--mnchen-3ya.example" });
    const { data } = await ask(SIGN_UP, { email: "cem@münchen.example", password: PASSWORD });
    const { token } = data.signUp;
    const CHANGE = "mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) { email } }";

    expect(await codeOf(CHANGE, { email: "bea@münchen.example", currentPassword: PASSWORD }, token)).toBe("CONFLICT");
    const changed = await ask(CHANGE, { email: "cem@bücher.example", currentPassword: PASSWORD }, token);
    expect(changed.data.changeEmail.email).toBe("cem@xn--bcher-kva.example");
    const RESET = "mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) }";
    for (let count = 0; count < 9; count++) await ask(RESET, { email: `bea@${DOMAINS[0]?.[count % 5]}` });
    expect(await codeOf(RESET, { email: "bea@münchen.example" })).toBe("RATE_LIMITED");
    expect(user.email).toBe("bea@xn--mnchen-3ya.example");
    const ERASE = "mutation ($input: EraseMeInput!) { eraseMe(input: $input) { id } }";
    expect(await codeOf(ERASE, { email: "CEM@Bücher.example", currentPassword: PASSWORD }, token)).toBe("done");
  });

  it.each([
    "anna@xn--a",
    "anna@xn--a.example",
    "anna@exam\u200bple.org",
    "anna@exam\u00adple.org",
    "anna@ex%61mple.org",
    "anna@example.org/x",
  ])("is no address when mail cannot go there, or nobody sees what it is: %j", async (email) => {
    const { errors } = await ask(SIGN_UP, { email, password: PASSWORD });

    expect(errors[0]?.extensions.fields).toEqual([
      { path: ["input", "email"], code: "INVALID_EMAIL", message: expect.anything() },
    ]);
  });

  it("keeps apart what differs before the @", async () => {
    for (const name of ["zoe", "zoé", "ⓩoe", "zoe+1"])
      expect(await codeOf(SIGN_UP, { email: `${name}@example.net`, password: PASSWORD })).toBe("done");
  });
});
