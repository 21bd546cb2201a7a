import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { TestApi } from "../support/TestApi.js";

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

  it("fails alike for a wrong password and an unknown email", async () => {
    await api.world.user({ email: "ben@example.org", password });

    const wrong = await api.ask(signIn, { variables: { input: { email: "ben@example.org", password: "not it" } } });
    const unknown = await api.ask(signIn, { variables: { input: { email: "nobody@example.org", password: "not it" } } });

    expect(wrong).toMatchObject({
      status: 401,
      data: null,
      errors: [{ path: ["signIn"], extensions: { code: "UNAUTHENTICATED" } }],
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
});
