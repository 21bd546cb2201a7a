import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { TestApi } from "../../support/TestApi.js";

const DAY_MS = 86_400_000;
const secret = "a secret of mine";

describe("sessions", () => {
  let api: TestApi;
  let password: string;
  beforeAll(async () => {
    api = await TestApi.open({ SESSION_DAYS: "7" });
    password = await bcrypt.hash(secret, 4);
  });
  afterAll(() => api.close());

  const signIn = async (email: string, headers?: Record<string, string>): Promise<string> => {
    const { data } = await api.ask(`mutation ($input: SignInInput!) { signIn(input: $input) { token } }`, {
      variables: { input: { email, password: secret } },
      headers,
    });
    return data.signIn.token;
  };
  const account = async () => api.world.user({ password });
  const isGood = async (token: string) => (await api.ask("{ me { id } }", { token })).status === 200;
  const age = (userId: string, days: number) =>
    api.opened.database.query(
      `UPDATE sessions SET last_used_at = now() - make_interval(days => $2), expires_at = now() + interval '1 hour' WHERE user_id = $1`,
      [userId, days],
    );
  const stored = async (userId: string) => {
    const [row] = await api.opened.database.query("SELECT last_used_at, expires_at, xmin FROM sessions WHERE user_id = $1", [
      userId,
    ]);
    return row;
  };

  it("live SESSION_DAYS", async () => {
    const { data } = await api.ask(`mutation ($input: SignInInput!) { signIn(input: $input) { expiresAt } }`, {
      variables: { input: { email: (await account()).email, password: secret } },
    });

    const days = (Date.parse(data.signIn.expiresAt) - Date.now()) / DAY_MS;
    expect(days).toBeCloseTo(7, 2);
  });

  it("live on with each hour of use, and are written at most once an hour", async () => {
    const user = await account();
    const token = await signIn(user.email);
    await age(user.id, 2);

    await isGood(token);
    const renewed = await stored(user.id);
    await isGood(token);

    expect(renewed.expires_at.getTime()).toBeGreaterThan(Date.now() + 6 * DAY_MS);
    expect(renewed.last_used_at.getTime()).toBeGreaterThan(Date.now() - DAY_MS);
    expect(await stored(user.id)).toEqual(renewed);
  });

  it("do not live on after their end", async () => {
    const user = await account();
    const token = await signIn(user.email);
    await age(user.id, 8);
    await api.opened.database.query("UPDATE sessions SET expires_at = now() WHERE user_id = $1", [user.id]);

    expect([await isGood(token), await isGood(token)]).toEqual([false, false]);
  });

  it("are listed for their own account: made, last used, by what program, and which is this one", async () => {
    const user = await account();
    await signIn(user.email, { "user-agent": "NovaDraw/1.0 (tablet)" });
    const token = await signIn(user.email, { "user-agent": `Phone ${"x".repeat(400)}` });
    await api.world.token(user, new Date(Date.now() - 1));

    const { data } = await api.ask("{ me { sessions { id createdAt lastUsedAt expiresAt userAgent isCurrent } } }", { token });

    expect(data.me.sessions).toMatchObject([
      { userAgent: `Phone ${"x".repeat(249)}`, isCurrent: true },
      { userAgent: "NovaDraw/1.0 (tablet)", isCurrent: false },
    ]);
    for (const field of ["createdAt", "lastUsedAt"])
      expect(Date.now() - Date.parse(data.me.sessions[0][field])).toBeLessThan(60_000);
  });

  it("are listed for nobody else, not even for an admin", async () => {
    const user = await account();
    await signIn(user.email);
    const admin = await api.world.token(await api.world.user({ role: "ADMIN" as never }));

    const { data } = await api.ask(`{ user(id: "${user.id}") { email sessions { id } } }`, { token: admin });

    expect(data.user).toEqual({ email: user.email, sessions: [] });
  });

  it("end one by one at the next request", async () => {
    const user = await account();
    const [lost, kept] = [await signIn(user.email, { "user-agent": "lost" }), await signIn(user.email)];
    const { data } = await api.ask("{ me { sessions { id userAgent } } }", { token: kept });
    const [{ id }] = data.me.sessions.filter(({ userAgent }: { userAgent: string }) => userAgent === "lost");

    const ended = await api.ask(`mutation { endSession(id: "${id}") }`, { token: kept });

    expect(ended.data).toEqual({ endSession: id });
    expect([await isGood(lost), await isGood(kept)]).toEqual([false, true]);
    expect(await api.codeOf(`mutation { endSession(id: "${id}") }`, { token: kept })).toBe("NOT_FOUND");
  });

  it("of another account cannot be ended", async () => {
    const [anna, ben] = [await account(), await account()];
    const [hers, his] = [await signIn(anna.email), await signIn(ben.email)];
    const { data } = await api.ask("{ me { sessions { id } } }", { token: hers });

    const code = await api.codeOf(`mutation { endSession(id: "${data.me.sessions[0].id}") }`, { token: his });

    expect([code, await isGood(hers)]).toEqual(["NOT_FOUND", true]);
  });

  it("end by signOut, which leaves the others", async () => {
    const user = await account();
    const [first, second] = [await signIn(user.email), await signIn(user.email)];

    const { data } = await api.ask("mutation { signOut }", { token: first });

    expect([data, await isGood(first), await isGood(second)]).toEqual([{ signOut: true }, false, true]);
  });

  it("end all by signOutEverywhere, which says how many were good", async () => {
    const user = await account();
    const [first, second] = [await signIn(user.email), await signIn(user.email)];
    await api.world.token(user, new Date(Date.now() - 1));

    const { data } = await api.ask("mutation { signOutEverywhere }", { token: first });

    expect([data, await isGood(first), await isGood(second)]).toEqual([{ signOutEverywhere: 2 }, false, false]);
  });

  it("are a hundred an account at most: the one that was unused for longest makes room", async () => {
    const user = await account();
    const oldest = await api.world.token(user);
    await age(user.id, 3);
    for (let count = 0; count < 99; count++) await api.world.token(user);

    const token = await signIn(user.email);

    const { data } = await api.ask("{ me { sessions { id } } }", { token });
    expect([data.me.sessions.length, await isGood(oldest)]).toEqual([100, false]);
  });

  it("in use are never the one that makes room, however many sign in within an hour", async () => {
    const user = await account();
    const used = await signIn(user.email);
    await isGood(used);
    for (let count = 0; count < 99; count++) await api.world.token(user);

    for (let count = 0; count < 3; count++) await signIn(user.email);

    expect(await isGood(used)).toBe(true);
  });

  it("that were never used make room after those that were not used for longer", async () => {
    const user = await account();
    const long = await signIn(user.email);
    await isGood(long);
    await api.opened.database.query(
      "UPDATE sessions SET created_at = now() - interval '9 days', last_used_at = now() - interval '3 hours' WHERE user_id = $1",
      [user.id],
    );
    const fresh = await signIn(user.email);
    for (let count = 0; count < 98; count++) await api.world.token(user);

    await signIn(user.email);

    expect([await isGood(long), await isGood(fresh)]).toEqual([false, true]);
  });

  it.each(["signOut", "signOutEverywhere", 'endSession(id: "6f1c2f0e-8f0a-4c7e-9a57-0d4f5a1b2c3d")'])(
    "need a token for %s",
    async (field) => {
      expect((await api.ask(`mutation { ${field} }`)).status).toBe(401);
      expect((await api.ask(`mutation { ${field} }`, { token: "unknown" })).status).toBe(401);
    },
  );
});
