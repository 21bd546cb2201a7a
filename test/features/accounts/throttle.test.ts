import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { type Answer, type Asking, TestApi } from "../../support/TestApi.js";

const signIn = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";
const right = "a secret of mine";
const FAILURES = 10;

/** Guessing passwords is slowed down, and nobody is locked out: docs/guarantees.md#a5. */
describe("failed sign-ins", () => {
  let api: TestApi;
  let password: string;
  let serial = 0;
  beforeAll(async () => {
    api = await TestApi.open({ TRUST_PROXY: "10.0.0.0/8" });
    password = await bcrypt.hash(right, 4);
  });
  afterAll(() => api.close());

  const newEmail = async () => {
    const email = `guessed-${++serial}@example.org`;
    await api.world.user({ email, password });
    return email;
  };
  const attempt = (email: string, given: string, asking: Asking = {}): Promise<Answer> =>
    api.ask(signIn, { variables: { input: { email, password: given } }, address: "192.0.2.1", ...asking });
  const fail = async (email: string, asking: Asking = {}) => {
    const codes: (string | undefined)[] = [];
    for (let count = 0; count < FAILURES; count++)
      codes.push((await attempt(email, "wrong", asking)).errors[0]?.extensions.code);
    expect(codes).toEqual(Array(FAILURES).fill("WRONG_CREDENTIALS"));
  };

  it("are RATE_LIMITED from the eleventh on, with Retry-After, for the right password too", async () => {
    const email = await newEmail();
    await fail(email, { address: "192.0.2.10" });

    const { status, headers, errors, data } = await attempt(email.toUpperCase(), right, { address: "192.0.2.10" });

    expect([status, errors[0]?.extensions.code, data]).toEqual([429, "RATE_LIMITED", { signIn: null }]);
    expect(Number(headers["retry-after"])).toBeGreaterThan(800);
    expect(errors[0]?.extensions.retryAfterSeconds).toBe(Number(headers["retry-after"]));
  });

  it("do not keep the right password out from another address", async () => {
    const email = await newEmail();
    await fail(email, { address: "192.0.2.20" });

    expect((await attempt(email, right, { address: "192.0.2.21" })).errors).toEqual([]);
    expect((await attempt(email, right, { address: "192.0.2.20" })).status).toBe(429);
  });

  it("of unknown emails are counted alike", async () => {
    await fail("nobody@example.org", { address: "192.0.2.30" });

    expect((await attempt("nobody@example.org", "wrong", { address: "192.0.2.30" })).status).toBe(429);
  });

  it("are counted once a resolver call, however many aliases one request has", async () => {
    const email = await newEmail();
    const calls = Array.from({ length: FAILURES + 1 }, (_, index) => `a${index}: signIn(input: $input) { token }`).join(" ");

    const { errors } = await api.ask(`mutation ($input: SignInInput!) { ${calls} }`, {
      variables: { input: { email, password: "wrong" } },
      address: "192.0.2.40",
    });

    const codes = errors.map(({ extensions }) => extensions.code);
    expect(codes).toEqual([...Array(FAILURES).fill("WRONG_CREDENTIALS"), "RATE_LIMITED"]);
    expect((await attempt(email, "wrong", { address: "192.0.2.40" })).status).toBe(429);
  });

  it("let through no more guesses at once than one after the other", async () => {
    const email = await newEmail();

    const answers = await Promise.all(Array.from({ length: 30 }, () => attempt(email, "wrong", { address: "192.0.2.50" })));

    const codes = answers.map(({ errors }) => errors[0]?.extensions.code);
    expect(codes.filter((code) => code === "WRONG_CREDENTIALS")).toHaveLength(FAILURES);
    expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(30 - FAILURES);
  });

  it("are counted by all processes together", async () => {
    const email = await newEmail();
    await fail(email, { address: "192.0.2.60" });
    const second = await TestApi.over(api, {});

    const { status } = await second.ask(signIn, { variables: { input: { email, password: right } }, address: "192.0.2.60" });

    expect(status).toBe(429);
    await second.http.close();
  });

  it("are forgotten when the right password comes", async () => {
    const email = await newEmail();
    for (let count = 0; count < FAILURES - 1; count++) await attempt(email, "wrong", { address: "192.0.2.70" });
    await attempt(email, right, { address: "192.0.2.70" });

    await fail(email, { address: "192.0.2.70" });
  });

  const STRANGERS_ROOM = 200;
  /** Fails with ever new emails, and returns how often that was told as a wrong password. */
  const spray = async (times: number, addressOf: (index: number) => string) => {
    let wrong = 0;
    for (let index = 0; index < times; index++) {
      const email = `spray-${++serial}@example.org`;
      if ((await attempt(email, "wrong", { address: addressOf(index) })).status === 200) wrong++;
    }
    return wrong;
  };

  it("of many accounts slow their network down, and lock it for nobody", async () => {
    const email = await newEmail();
    const network = (index: number) => `2001:db8:1:2:${index}::4`;
    expect(await spray(STRANGERS_ROOM + 20, network)).toBeLessThan(STRANGERS_ROOM + 10);

    // On a slow machine some of it has gone by already.
    await api.opened.database.query("UPDATE rate_limits SET expire = expire + 30000 WHERE key LIKE 'network:%'");
    const refused = await Promise.all(Array.from({ length: 12 }, () => attempt(email, right, { address: network(9) })));
    // What goes by in two minutes.
    await api.opened.database.query("UPDATE rate_limits SET expire = expire - 120000 WHERE key LIKE 'network:%'");

    const seconds = refused.map(({ errors }) => errors[0]?.extensions.retryAfterSeconds ?? 0);
    expect(Math.max(...seconds)).toBeLessThan(45);
    expect(new Set(seconds).size).toBeGreaterThan(1);
    expect((await attempt(email, right, { address: "2001:db8:1:3::1" })).errors).toEqual([]);
    expect((await attempt(email, right, { address: network(9) })).errors).toEqual([]);
  });

  it("of a device that tries emails that nobody has keep no school out", async () => {
    const email = await newEmail();
    expect(await spray(100, () => "192.0.2.100")).toBe(100);

    expect((await attempt(email, right, { address: "192.0.2.100" })).errors).toEqual([]);
  });

  it("of a class whose every child mistypes keep nobody of it out", async () => {
    const class_ = await Promise.all(Array.from({ length: 30 }, newEmail));
    const codes = new Set<string | undefined>();
    for (let typo = 0; typo < 4; typo++)
      for (const email of class_)
        codes.add((await attempt(email, "a secret of mime", { address: "192.0.2.101" })).errors[0]?.extensions.code);

    const signedIn = await Promise.all(class_.map((email) => attempt(email, right, { address: "192.0.2.101" })));

    expect([...codes]).toEqual(["WRONG_CREDENTIALS"]);
    expect(signedIn.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it("are let a network from which somebody has signed in lately more often", async () => {
    await attempt(await newEmail(), right, { address: "192.0.2.102" });

    expect(await spray(STRANGERS_ROOM + 20, () => "192.0.2.102")).toBe(STRANGERS_ROOM + 20);
  });

  it("of one network at the same time are no more than it has room for", async () => {
    await spray(1, () => "192.0.2.103");
    await api.opened.database.query("UPDATE rate_limits SET expire = expire + 895000 WHERE key LIKE 'network:%'");

    const wrong = await Promise.all(Array.from({ length: 20 }, () => spray(1, () => "192.0.2.103")));

    expect(wrong.filter(Boolean).length).toBeLessThanOrEqual(2);
  });

  it("include sign-ups with emails that have an account, so that nobody finds out many", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 22; count++) {
      const input = `{ email: "${await newEmail()}", password: "another secret" }`;
      for (let again = 0; again < 10; again++)
        statuses.push((await api.ask(`mutation { signUp(input: ${input}) { token } }`, { address: "fe80::7%eth0" })).status);
    }

    expect(statuses.indexOf(429)).toBeGreaterThanOrEqual(STRANGERS_ROOM);
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(STRANGERS_ROOM + 10);
  });

  it("count X-Forwarded-For from a trusted proxy alone", async () => {
    const email = await newEmail();
    const behindProxy = (client: string) => ({ address: "10.1.2.3", headers: { "x-forwarded-for": client } });
    await fail(email, behindProxy("198.51.100.1"));

    expect((await attempt(email, "wrong", behindProxy("198.51.100.1"))).status).toBe(429);
    expect((await attempt(email, right, behindProxy("198.51.100.2"))).status).toBe(200);
    for (let count = 0; count < FAILURES; count++)
      await attempt(email, "wrong", { address: "192.0.2.80", headers: { "x-forwarded-for": `198.51.100.${count}` } });
    const forged = { address: "192.0.2.80", headers: { "x-forwarded-for": "198.51.100.99" } };
    expect((await attempt(email, right, forged)).status).toBe(429);
  });

  it("leave counts that name nobody, and that are cleared when they have ended", async () => {
    const email = await newEmail();
    await attempt(email, "wrong", { address: "192.0.2.90" });
    await api.opened.database.query("UPDATE rate_limits SET expire = 0 WHERE points = 1");

    await attempt(email, "wrong", { address: "192.0.2.91" });

    const rows = await api.opened.database.query("SELECT key, points, expire FROM rate_limits");
    expect(JSON.stringify(rows)).not.toMatch(/@|192\.0\.2|guessed/);
    expect(rows.filter(({ expire }: { expire: string }) => Number(expire) === 0)).toEqual([]);
  });
});
