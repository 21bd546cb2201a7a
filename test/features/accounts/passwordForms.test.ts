import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { TestApi } from "../../support/TestApi.js";

const SIGN_IN = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";
const SIGN_UP = "mutation ($input: SignUpInput!) { signUp(input: $input) { token } }";
let serial = 0;

describe("a password in another Unicode form", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  const signIn = async (email: string, password: string) =>
    (await api.ask(SIGN_IN, { variables: { input: { email, password } }, address: `192.0.2.${++serial % 250}` })).errors[0]
      ?.extensions.code ?? "signed in";
  const signUp = async (password: string) => {
    const email = `form-${++serial}@example.org`;
    const { errors } = await api.ask(SIGN_UP, { variables: { input: { email, password } } });
    return { email, problems: errors[0]?.extensions.fields?.map(({ code }) => code) };
  };
  /** An account whose hash was made of these very bytes. */
  const withHashOf = async (password: string) =>
    (await api.world.user({ email: `form-${++serial}@example.org`, password: await bcrypt.hash(password, 4) })).email;

  /** How many times a sign-in compares with a hash. */
  async function counted(work: () => Promise<string>): Promise<{ code: string; compared: number }> {
    const { compare } = bcrypt;
    let compared = 0;
    bcrypt.compare = (async (password: string, hash: string) => {
      compared++;
      return compare(password, hash);
    }) as typeof compare;
    try {
      const code = await work();
      return { code, compared };
    } finally {
      bcrypt.compare = compare;
    }
  }

  const PASSWORDS = [
    "Käsekuchen 17",
    "Crème brûlée é",
    "mañana mañana",
    "Ångström 1868",
    "Việt Nam 1975",
    "한국어 비밀번호",
    "ΐ ΐ ΐ ΐ ΐ",
  ];

  it.each(PASSWORDS)("signs in, whichever of the two an account was made with: %s", async (password) => {
    const [whole, parts] = [password.normalize("NFC"), password.normalize("NFD")];
    for (const made of [whole, parts]) {
      const emails = [(await signUp(made)).email, await withHashOf(made)];
      for (const email of emails) for (const sent of [whole, parts]) expect(await signIn(email, sent)).toBe("signed in");
    }
  });

  it("opens a hash of mixed forms with the very bytes that it was made of", async () => {
    const mixed = "ä and a\u0308 mixed";
    const email = await withHashOf(mixed);

    expect(await signIn(email, mixed)).toBe("signed in");
    expect(await signIn(email, mixed.normalize("NFC"))).toBe("WRONG_CREDENTIALS");
  });

  it.each([
    ["without its marks", "Kasekuchen 17"],
    ["with another mark", "Ka\u0301sekuchen 17"],
    ["in another case", "käsekuchen 17"],
    ["spelt out", "Kaesekuchen 17"],
    ["of compatible letters", "Käsekuchen １７"],
  ])("is another password %s", async (_what, wrong) => {
    for (const email of [(await signUp("Käsekuchen 17")).email, await withHashOf("Ka\u0308sekuchen 17")])
      for (const form of ["NFC", "NFD"] as const) expect(await signIn(email, wrong.normalize(form))).toBe("WRONG_CREDENTIALS");
  });

  it("works for changePassword too, for the current one and for the new one", async () => {
    const { email } = await signUp("Käsekuchen 17");
    const { data } = await api.ask(SIGN_IN, { variables: { input: { email, password: "Ka\u0308sekuchen 17" } } });
    const changed = await api.ask("mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { token } }", {
      token: data.signIn.token,
      variables: { input: { currentPassword: "Ka\u0308sekuchen 17", newPassword: "A\u030apfelwein 18" } },
    });

    expect(changed.errors).toEqual([]);
    expect(await signIn(email, "Åpfelwein 18")).toBe("signed in");
  });

  it("is as long as its composed form: 8 characters and 72 bytes are said of that", async () => {
    const longest = "äö".repeat(18);
    const { email, problems } = await signUp(longest.normalize("NFD"));

    expect(problems).toBeUndefined();
    expect(await signIn(email, longest)).toBe("signed in");
    expect(await signIn(email, `${longest}x`)).toBe("WRONG_CREDENTIALS");
    expect((await signUp("ä".repeat(37))).problems).toEqual(["TOO_LONG"]);
    expect((await signUp("äöüÄ".normalize("NFD"))).problems).toEqual(["TOO_SHORT"]);
  });

  it.each([...PASSWORDS, "only letters of ASCII"])(
    "costs as many hashes for an unknown account as for a known one when it is wrong: %s",
    async (password) => {
      const known = [(await signUp("another password")).email, await withHashOf("another password"), "nobody@example.org"];
      for (const form of ["NFC", "NFD"] as const) {
        const counts: number[] = [];
        for (const email of known) {
          const { code, compared } = await counted(() => signIn(email, password.normalize(form)));
          expect(code).toBe("WRONG_CREDENTIALS");
          counts.push(compared);
        }
        expect(new Set(counts).size).toBe(1);
      }
    },
  );
});
