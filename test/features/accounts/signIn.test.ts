import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { TestApi } from "../../support/TestApi.js";

const signIn =
  "mutation ($input: SignInInput!) { signIn(input: $input) { token expiresAt user { id email } again: user { id } __typename } }";

describe("signIn mutation", () => {
  let api: TestApi;
  let password: string;
  beforeAll(async () => {
    api = await TestApi.open();
    password = await bcrypt.hash("a secret of mine", 4);
  });
  afterAll(() => api.close());

  it("hands out a token that signs the user in, whatever the case of the email", async () => {
    const anna = await api.world.user({ email: "anna@example.org", password });

    const { data } = await api.ask(signIn, {
      variables: { input: { email: " Anna@Example.ORG ", password: "a secret of mine" } },
    });

    const user = { id: anna.id, email: "anna@example.org" };
    expect(data.signIn).toMatchObject({ user, again: { id: anna.id }, __typename: "AuthPayload" });
    expect(Date.parse(data.signIn.expiresAt)).toBeGreaterThan(Date.now());
    expect((await api.ask("{ me { id email } }", { token: data.signIn.token })).data.me).toEqual(user);
  });

  it("gives the same answer for a wrong password and an unknown email", async () => {
    await api.world.user({ email: "ben@example.org", password });

    const wrong = await api.ask(signIn, { variables: { input: { email: "ben@example.org", password: "not it" } } });
    const unknown = await api.ask(signIn, { variables: { input: { email: "nobody@example.org", password: "not it" } } });

    expect(wrong).toMatchObject({
      status: 200,
      data: { signIn: null },
      errors: [{ path: ["signIn"], extensions: { code: "WRONG_CREDENTIALS" } }],
    });
    expect(unknown.text).toBe(wrong.text);
  });

  it("stores the token as its hash alone, and logs neither it nor the password", async () => {
    await api.world.user({ email: "mia@example.org", password });

    const { data } = await api.ask(signIn, {
      variables: { input: { email: "mia@example.org", password: "a secret of mine" } },
    });

    const [{ stored }] = await api.opened.database.query("SELECT string_agg(sessions::text, ' ') AS stored FROM sessions");
    expect(stored).not.toContain(data.signIn.token);
    expect(api.logLines.join("")).not.toMatch(new RegExp(`${data.signIn.token}|a secret of mine|mia@|\\$2b\\$`));
    expect(api.logLines.join("")).toContain('"kind":"mutation"');
  });

  it("replaces a hash of a lower cost than the setting's, and keeps it otherwise", async () => {
    const cheap = await bcrypt.hash("a secret of mine", 4);
    const dear = await bcrypt.hash("a secret of mine", 6);
    const [old, kept] = [await api.world.user({ password: cheap }), await api.world.user({ password: dear })];
    const strict = await TestApi.over(api, { BCRYPT_COST: "5" });
    const hashOf = async ({ id }: { id: string }) => {
      const [{ password: hash }] = await api.opened.database.query("SELECT password FROM users WHERE id = $1", [id]);
      return hash;
    };

    for (const { email } of [old, kept, old])
      expect(await strict.codeOf(signIn, { variables: { input: { email, password: "a secret of mine" } } })).toBeUndefined();

    expect([bcrypt.getRounds(await hashOf(old)), await hashOf(kept)]).toEqual([5, dear]);
    await strict.http.close();
  });

  it("lets all of many right passwords in at once, while the hash is made anew", async () => {
    const cheap = await bcrypt.hash("a secret of mine", 4);
    const { email } = await api.world.user({ password: cheap });
    const strict = await TestApi.over(api, { BCRYPT_COST: "6" });

    const codes = await Promise.all(
      Array.from({ length: 10 }, () =>
        strict.codeOf(signIn, { variables: { input: { email, password: "a secret of mine" } } }),
      ),
    );

    expect(codes).toEqual(Array(10).fill(undefined));
    await strict.http.close();
  });

  it("refuses a password of 72 bytes with anything after it, which bcrypt would not read, and one that nobody types", async () => {
    const longest = "ä".repeat(36);
    const { email } = await api.world.user({ password: await bcrypt.hash(longest, 4) });
    const attempt = (given: string) => api.codeOf(signIn, { variables: { input: { email, password: given } } });

    expect(await attempt(longest)).toBeUndefined();
    expect(await attempt(`${longest}!`)).toBe("WRONG_CREDENTIALS");
    expect(await attempt("x".repeat(1_001))).toBe("BAD_USER_INPUT");
  });

  it("lets no session begin with a password that was changed while it was checked", async () => {
    const user = await api.world.user({ password });
    const attempts = Array.from({ length: 4 }, () =>
      api.ask(signIn, { variables: { input: { email: user.email, password: "a secret of mine" } } }),
    );
    const changed = bcrypt.hash("another secret", 4).then(async (hash) => {
      await api.opened.database.query("UPDATE users SET password = $2 WHERE id = $1", [user.id, hash]);
      await api.opened.database.query("DELETE FROM sessions WHERE user_id = $1", [user.id]);
    });

    const answers = await Promise.all(attempts);
    await changed;

    const late = answers.filter(({ errors }) => errors.length === 0).map(({ data }) => data.signIn.token);
    for (const token of late) expect((await api.ask("{ me { id } }", { token })).status).toBe(401);
  });
});
