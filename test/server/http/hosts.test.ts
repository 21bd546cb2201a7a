import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../../support/TestApi.js";

const FOREIGN = "evil.example.org";
const PRODUCTION = { NODE_ENV: "production", BCRYPT_COST: "10", ALLOW_EMBEDDED_IN_PRODUCTION: "1" };

describe("requests to a name", () => {
  let development: TestApi;
  let production: TestApi;
  let strict: TestApi;
  beforeAll(async () => {
    development = await TestApi.open({ NODE_ENV: "development", PUBLIC_URL: "https://api.example.org" });
    production = await TestApi.over(development, PRODUCTION);
    strict = await TestApi.over(development, { ...PRODUCTION, ALLOWED_HOSTS: "api.example.org", TRUST_PROXY: "10.0.0.0/8" });
  });
  afterAll(async () => {
    await Promise.all([production.http.close(), strict.http.close()]);
    await development.close();
  });

  const ask = (api: TestApi, host: string, headers: Record<string, string> = {}, address = "127.0.0.1") =>
    api.ask("{ tutorials { totalCount } }", { headers: { host, ...headers }, address });
  const statusAt = async (api: TestApi, host: string, url: string) =>
    (await api.http.inject({ url, headers: { host } })).statusCode;

  it("that it is not known by are refused in development, so that no page can pass for its own by its name", async () => {
    const origin = `http://${FOREIGN}:8000`;
    const answers = [];
    // The last of these is a query that has come back.
    for (const headers of [{ origin }, {}, {}, {}] as Record<string, string>[])
      answers.push(await ask(development, `${FOREIGN}:8000`, headers));

    for (const { status, errors } of answers) {
      expect([status, errors[0]?.extensions.code]).toEqual([421, "BAD_REQUEST"]);
      expect(errors[0]?.message).toContain("ALLOWED_HOSTS");
    }
    for (const url of ["/", "/graphql?query={__typename}", `/exports/${"x".repeat(43)}`])
      expect(await statusAt(development, FOREIGN, url)).toBe(421);
    expect(await statusAt(development, FOREIGN, "/healthz")).toBe(200);
  });

  it.each(["localhost:8000", "127.0.0.1", "[::1]:8000", "192.168.1.20", "laptop", "laptop.local", "API.example.org"])(
    "%s, which no page elsewhere can have or PUBLIC_URL has, are answered",
    async (host) => {
      for (const _ of [1, 2, 3]) expect((await ask(development, host)).status).toBe(200);
    },
  );

  it("of any kind are answered in production without ALLOWED_HOSTS, and those in it alone with it", async () => {
    expect((await ask(production, FOREIGN)).status).toBe(200);
    for (const _ of [1, 2, 3]) {
      expect((await ask(strict, "api.example.org")).status).toBe(200);
      expect((await ask(strict, FOREIGN)).status).toBe(421);
      expect(
        (await ask(strict, "internal", { "x-forwarded-host": FOREIGN, origin: "https://a.example" }, "10.0.0.1")).status,
      ).toBe(421);
      expect((await ask(strict, "api.example.org", { "x-forwarded-host": FOREIGN }, "10.0.0.1")).status).toBe(421);
      expect((await ask(strict, "api.example.org", { "x-forwarded-host": FOREIGN }, "192.0.2.1")).status).toBe(200);
    }
  });
});
