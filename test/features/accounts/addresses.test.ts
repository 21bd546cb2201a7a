import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import bcrypt from "bcrypt";
import { ENVIRONMENTS } from "../../support/onServer.js";
import { TestApi } from "../../support/TestApi.js";

const FAILURES = 10;
const PROXY = "10.1.2.3";
const PORT = (index: number) => 40_001 + index;
const right = "a secret of mine";

/** Each way in which one client may come: what proxies forward of it, request by request. */
const SPELLINGS: readonly [string, (index: number) => string][] = [
  ["a plain address", () => "198.51.100.1"],
  ["an address with a port that changes", (index) => `198.51.100.2:${PORT(index)}`],
  ["an address in turns with and without a port", (index) => `198.51.100.3${index % 2 ? `:${PORT(index)}` : ""}`],
  ["IPv6 in brackets, with a port", (index) => `[2001:db8:0:4::1]:${PORT(index)}`],
  ["IPv6 in turns with and without brackets", (index) => (index % 2 ? "[2001:db8:0:5::1]" : "2001:DB8:0:5:0:0:0:1")],
  ["IPv6 of one network", (index) => `2001:db8:0:6::${index}`],
  [
    "IPv4 within IPv6",
    (index) =>
      ["198.51.100.7", "::ffff:198.51.100.7", "::FFFF:c633:6407", `[::ffff:198.51.100.7]:${PORT(index)}`][index % 4] ?? "",
  ],
  ["quoted, as in Forwarded", (index) => `"[2001:db8:0:8::1]:${PORT(index)}"`],
  ["a chain of trusted proxies", () => "198.51.100.9, 10.9.9.9"],
  ["a chain whose every member has a port", (index) => `198.51.100.10:${PORT(index)}, 10.9.9.9:${PORT(index + 1)}`],
  ["a chain that the client began itself", (index) => `203.0.113.${index}, 198.51.100.11:${PORT(index)}, 10.9.9.9`],
  ["an unknown client", () => "unknown"],
  ["what is no address, and changes", (index) => ["x", "12345", "0x7f.1", "1.2.3", ":80", "[]", "a:b:c"][index % 7] ?? ""],
];

describe.each(ENVIRONMENTS)("failed sign-ins with NODE_ENV=%s behind a trusted proxy", (environment) => {
  let api: TestApi;
  let password: string;
  beforeAll(async () => {
    api = await TestApi.open({
      NODE_ENV: environment,
      TRUST_PROXY: "10.0.0.0/8",
      BCRYPT_COST: environment === "production" ? "10" : "4",
      ALLOW_EMBEDDED_IN_PRODUCTION: "1",
    });
    password = await bcrypt.hash(right, 4);
  });
  afterAll(() => api.close());

  const attempt = (email: string, given: string, forwarded: string) =>
    api.codeOf("mutation ($input: SignInInput!) { signIn(input: $input) { token } }", {
      variables: { input: { email, password: given } },
      address: PROXY,
      headers: { "x-forwarded-for": forwarded },
    });

  it.each(SPELLINGS)("of %s are RATE_LIMITED from the eleventh on, and those of another are not", async (_, forwarded) => {
    const { email } = await api.world.user({ password });
    const codes = [];
    for (let index = 0; index <= FAILURES; index++) codes.push(await attempt(email, "wrong", forwarded(index)));

    expect(codes).toEqual([...Array(FAILURES).fill("WRONG_CREDENTIALS"), "RATE_LIMITED"]);
    expect(await attempt(email, right, "192.0.2.1:40001")).toBeUndefined();
    expect(await attempt(email, right, "[2001:db8:0:ffff::1]:40001")).toBeUndefined();
  });

  it("count what is no address as the proxy's own", async () => {
    const { email } = await api.world.user({ password });
    for (let index = 0; index < FAILURES; index++) await attempt(email, "wrong", `garbage ${index}`);

    expect(await attempt(email, right, PROXY)).toBe("RATE_LIMITED");
    expect(await attempt(email, right, "198.51.100.1, garbage")).toBe("RATE_LIMITED");
    expect(await attempt(email, right, "10.9.9.8")).toBeUndefined();
  });
});
