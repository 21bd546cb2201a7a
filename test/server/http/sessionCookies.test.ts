import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import type { User } from "../../../src/entities/User.js";
import { TestApi } from "../../support/TestApi.js";

const SECRET = "a secret of mine";
const ASKED = { "novadraw-session": "cookie" };
const PREFLIGHTED = { "apollo-require-preflight": "1" };

describe("a session in a cookie", () => {
  let api: TestApi;
  let user: User;
  beforeAll(async () => {
    api = await TestApi.open({ SESSION_COOKIES: "true" });
    user = await api.world.user({ password: await bcrypt.hash(SECRET, 4) });
  });
  afterAll(() => api.close());

  const signIn = (headers: Record<string, string>, service = api) =>
    service.ask("mutation ($input: SignInInput!) { signIn(input: $input) { token user { id } } }", {
      variables: { input: { email: user.email, password: SECRET } },
      headers,
    });
  const setBy = ({ headers }: { headers: Readonly<Record<string, unknown>> }) => headers["set-cookie"] as string | undefined;
  const cookieOf = async (headers: Record<string, string> = {}) =>
    setBy(await signIn({ ...ASKED, ...headers }))?.split(";")[0] ?? "";
  const me = (headers: Record<string, string>) => api.ask("{ me { id } }", { headers });

  it("is kept where no script reads it, and the answer holds no token", async () => {
    const answer = await signIn({ ...ASKED, host: "api.example.org" });

    expect(answer.data.signIn).toEqual({ token: "", user: { id: user.id } });
    expect(setBy(answer)).toMatch(
      /^__Host-novadraw-session=[\da-f-]{36}\.[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const cookie = setBy(answer)?.split(";")[0] ?? "";
    expect((await me({ cookie, host: "api.example.org", ...PREFLIGHTED })).data.me).toEqual({ id: user.id });
  });

  it("does without Secure on a loopback host, where browsers have no TLS", async () => {
    const answer = await signIn({ ...ASKED, host: "localhost:8000" });

    expect(setBy(answer)).toMatch(
      /^novadraw-session=[\da-f-]{36}\.[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it.each(["192.168.1.20:8000", "[fd00::20]:8000", "laptop:8000", "laptop.local:8000"])(
    "is one that browsers keep over plain HTTP at %s, outside of production",
    async (host) => {
      const answer = await signIn({ ...ASKED, host });
      const cookie = setBy(answer)?.split(";")[0] ?? "";

      expect(setBy(answer)).toMatch(
        /^novadraw-session=[\da-f-]{36}\.[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/,
      );
      expect((await me({ cookie, host, ...PREFLIGHTED })).data.me).toEqual({ id: user.id });
    },
  );

  it("is one that browsers keep where a page of the service's own public name has no TLS", async () => {
    const host = "dev.example.org:8000";
    const answer = await signIn({ ...ASKED, host, origin: `http://${host}` });
    const cookie = setBy(answer)?.split(";")[0] ?? "";

    expect(setBy(answer)).toMatch(/^novadraw-session=/);
    expect((await me({ cookie, host, ...PREFLIGHTED })).data.me).toEqual({ id: user.id });
  });

  it("is secure at any host behind a trusted proxy with TLS, and in production", async () => {
    const proxied = await TestApi.over(api, { SESSION_COOKIES: "true", TRUST_PROXY: "loopback" });
    const production = await TestApi.over(api, {
      SESSION_COOKIES: "true",
      NODE_ENV: "production",
      BCRYPT_COST: "10",
      ALLOW_EMBEDDED_IN_PRODUCTION: "1",
    });

    const answers = [
      await signIn({ ...ASKED, host: "192.168.1.20", "x-forwarded-proto": "https" }, proxied),
      await signIn({ ...ASKED, host: "localhost", "x-forwarded-proto": "https" }, proxied),
      await signIn({ ...ASKED, host: "192.168.1.20" }, production),
    ];
    const plain = `novadraw-session=${/=([\w.-]{80});/.exec(setBy(answers[2] ?? { headers: {} }) ?? "")?.[1]}`;
    const asPlain = await production.ask("{ me { id } }", { headers: { cookie: plain, ...PREFLIGHTED } });
    await Promise.all([proxied.http.close(), production.http.close()]);

    for (const answer of answers) expect(setBy(answer)).toMatch(/^__Host-novadraw-session=.*; Secure;/);
    expect(asPlain.data.me).toBeNull();
  });

  it("stays when a bad Authorization header comes beside it", async () => {
    const cookie = await cookieOf();

    const answers = [
      await me({ cookie, authorization: `Bearer ${"x".repeat(43)}` }),
      await me({ cookie, authorization: "nonsense" }),
    ];

    expect(answers.map((answer) => [answer.status, setBy(answer)])).toEqual(Array(2).fill([401, undefined]));
    expect((await me({ cookie, ...PREFLIGHTED })).data.me).toEqual({ id: user.id });
  });

  it("is only made for who asks for it, and where the setting allows it", async () => {
    const without = await TestApi.over(api, {});

    const answers = [await signIn({}), await signIn(ASKED, without)];
    await without.http.close();

    for (const answer of answers) {
      expect(setBy(answer)).toBeUndefined();
      expect(answer.data.signIn.token).toMatch(/^[\da-f-]{36}\.[\w-]{43}$/);
    }
  });

  it("needs the preflight header or an origin that may call", async () => {
    const cookie = await cookieOf();
    const ownOrigin = { origin: "http://localhost", host: "localhost" };

    const bare = await me({ cookie, host: "localhost" });

    expect([bare.status, bare.errors[0]?.extensions.code]).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
    expect(bare.errors[0]?.message).toContain("apollo-require-preflight");
    expect((await me({ cookie, host: "localhost", ...PREFLIGHTED })).data.me).toEqual({ id: user.id });
    expect((await me({ cookie, ...ownOrigin })).data.me).toEqual({ id: user.id });
    expect((await me({ cookie, ...ownOrigin, origin: "http://localhost:1" })).status).toBe(403);
  });

  it("gives way to a token in the Authorization header", async () => {
    const other = await api.world.user();
    const token = await api.world.token(other);

    const { data } = await me({ cookie: await cookieOf(), authorization: `Bearer ${token}` });

    expect(data.me).toEqual({ id: other.id });
  });

  it.each(["signOut", "signOutEverywhere"])("is dropped by %s", async (field) => {
    const cookie = await cookieOf();

    const answer = await api.ask(`mutation { ${field} }`, { headers: { cookie, ...PREFLIGHTED } });

    expect(answer.errors).toEqual([]);
    expect(setBy(answer)).toMatch(/^novadraw-session=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await me({ cookie, ...PREFLIGHTED })).status).toBe(401);
  });

  it("is dropped when it has ended, also where an operation is answered directly, so that the page goes on without it", async () => {
    const cookie = await cookieOf();
    await api.ask("mutation { signOutEverywhere }", { headers: { cookie, ...PREFLIGHTED } });

    for (const _ of [1, 2, 3]) {
      const answer = await me({ cookie, ...PREFLIGHTED });

      expect(answer.errors[0]?.extensions).toEqual({ code: "UNAUTHENTICATED", reason: "TOKEN_ENDED" });
      expect(setBy(answer)).toMatch(/^novadraw-session=; Max-Age=0/);
    }
  });

  it("goes on with another token when the password changes", async () => {
    const cookie = await cookieOf();
    const input = `{ currentPassword: "${SECRET}", newPassword: "${SECRET}!" }`;

    const answer = await api.ask(`mutation { changePassword(input: ${input}) { token } }`, {
      headers: { cookie, ...PREFLIGHTED },
    });

    const renewed = setBy(answer)?.split(";")[0] ?? "";
    expect(answer.data.changePassword).toEqual({ token: "" });
    expect((await me({ cookie: renewed, ...PREFLIGHTED })).data.me).toEqual({ id: user.id });
    expect((await me({ cookie, ...PREFLIGHTED })).status).toBe(401);
  });
});
