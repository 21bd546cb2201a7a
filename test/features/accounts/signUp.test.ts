import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { normalizeEmail } from "../../../src/entities/normalizeEmail.js";
import { TestApi } from "../../support/TestApi.js";

const signUp = "mutation ($input: SignUpInput!) { signUp(input: $input) { token user { id email name birthdate role } } }";
const password = "a secret of mine";

describe("signUp mutation", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  const fieldsOf = async (input: Record<string, unknown>) => {
    const { errors, text } = await api.ask(signUp, { variables: { input: { email: "x@example.org", password, ...input } } });
    expect(errors[0]?.extensions.code).toBe("BAD_USER_INPUT");
    for (const value of Object.values(input)) if (String(value).trim().length > 8) expect(text).not.toContain(value);
    return errors[0]?.extensions.fields?.map(({ path, code }) => `${path.join(".")} ${code}`);
  };

  it("makes an account with a normalised email, and signs it in", async () => {
    const input = { email: "  A\u030Angstr\u00F6m@Example.ORG ", password, name: "Åsa 🦊", birthdate: "2017-04-30" };

    const { data } = await api.ask(signUp, { variables: { input } });

    const user = { email: "\u00E5ngstr\u00F6m@example.org", name: "Åsa 🦊", birthdate: "2017-04-30", role: "USER" };
    expect(data.signUp.user).toMatchObject(user);
    expect((await api.ask("{ me { email } }", { token: data.signUp.token })).data.me).toEqual({ email: user.email });
  });

  it("makes one account of concurrent sign-ups with variants of one email, and CONFLICT of the rest", async () => {
    const variants = ["mia@example.org", "Mia@example.org", " MIA@EXAMPLE.ORG", "mia@Example.org "];

    const answers = await Promise.all(variants.map((email) => api.ask(signUp, { variables: { input: { email, password } } })));

    const codes = answers.map(({ errors }) => errors[0]?.extensions.code);
    expect(codes.sort()).toEqual(["CONFLICT", "CONFLICT", "CONFLICT", undefined]);
    const [{ accounts }] = await api.opened.database.query(
      "SELECT count(*)::int AS accounts FROM users WHERE email ILIKE 'mia@example.org'",
    );
    expect(accounts).toBe(1);
  });

  it("names all wrong fields at once, and echoes none", async () => {
    const fields = await fieldsOf({
      email: "no-address-at-all",
      password: "short",
      name: "n".repeat(51),
      birthdate: "2017-02-30",
    });

    expect(fields?.sort()).toEqual([
      "input.birthdate INVALID_DATE",
      "input.email INVALID_EMAIL",
      "input.name TOO_LONG",
      "input.password TOO_SHORT",
    ]);
  });

  it.each([
    ["of seven characters", "7 chars", "TOO_SHORT"],
    ["of 73 bytes", `${"ä".repeat(36)}x`, "TOO_LONG"],
    ["with NUL", "a secret\0of mine", "INVALID_TEXT"],
    ["with half of a surrogate pair", "a secret \ud83e of mine", "INVALID_TEXT"],
    ["that everybody takes", "PassWord1", "COMMON_PASSWORD"],
    ["of one letter", "aaaaAAAA", "COMMON_PASSWORD"],
    ["of one letter beyond the basic plane", "🦊".repeat(9), "COMMON_PASSWORD"],
    ["of blanks", "        ", "COMMON_PASSWORD"],
    ["of what nobody sees", "\u00a0\u200b\u3000\u2028\u200d\u2060\ufeff\u00ad", "COMMON_PASSWORD"],
    ["that is the email", "X@example.ORG ", "PASSWORD_IS_EMAIL"],
  ])("refuses a password %s", async (_what, wrong, code) => {
    expect(await fieldsOf({ password: wrong })).toEqual([`input.password ${code}`]);
  });

  it.each([
    ["of eight characters", "8 chars!"],
    ["of 72 bytes", "äö".repeat(18)],
    ["of 72 bytes beyond the basic plane", "🦊🐻".repeat(9)],
  ])("takes a password at the limits: %s", async (_what, right) => {
    const { errors } = await api.ask(signUp, {
      variables: { input: { email: `limit-${Buffer.byteLength(right)}-${[...right].length}@example.org`, password: right } },
    });

    expect(errors).toEqual([]);
  });

  it.each([
    ["a zero-width space", "an\u200bna@example.org"],
    ["a zero-width joiner in the domain", "anna@exam\u200dple.org"],
    ["a soft hyphen", "an\u00adna@example.org"],
    ["a mark that turns the direction of writing", "\u202eanna@example.org"],
    ["a no-break space", "an\u00a0na@example.org"],
    ["a letter that is drawn as nothing", "anna\u3164@example.org"],
    ["a control character", "an\u0007na@example.org"],
    ["a tab around its @", "anna\t@example.org"],
    ["more characters than any address has", `${"a".repeat(300)}@example.org`],
  ])("refuses an email with %s", async (_what, email) => {
    expect(await fieldsOf({ email })).toEqual(["input.email INVALID_EMAIL"]);
  });

  it("refuses an email with half of a surrogate pair, and says so once", async () => {
    expect(await fieldsOf({ email: "an\ud83ena@example.org" })).toEqual(["input.email INVALID_TEXT"]);
  });

  it("refuses birthdays before 1900 and after today, and takes today", async () => {
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

    expect(await fieldsOf({ birthdate: "1899-12-31" })).toEqual(["input.birthdate OUT_OF_RANGE"]);
    expect(await fieldsOf({ birthdate: day(2) })).toEqual(["input.birthdate OUT_OF_RANGE"]);
    const input = { email: "newborn@example.org", password, birthdate: day(0) };
    expect(await api.codeOf(signUp, { variables: { input } })).toBeUndefined();
  });
});

describe("normalizeEmail", () => {
  it("leaves alone what it has normalised", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const normal = normalizeEmail(text);
        expect(normalizeEmail(normal)).toBe(normal);
      }),
    );
  });
});
