import { describe, expect, it } from "@jest/globals";
import { TestApi } from "../../support/TestApi.js";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
const PRODUCTION = { NODE_ENV: "production", ALLOW_EMBEDDED_IN_PRODUCTION: "true", BCRYPT_COST: "12" };
const QUERY = `/graphql?query=${encodeURIComponent("{ tutorials { totalCount } }")}`;

/** Every route that takes a GET, with values instead of parameters, and addresses that no route has. */
function addressesOf({ http }: TestApi): readonly string[] {
  const lines = http.printRoutes({ commonPrefix: false }).split("\n");
  const routes = lines.flatMap((line) => /([/*]\S*) \((?=.*\bGET\b)/.exec(line)?.slice(1) ?? []);
  const addresses = routes.map((route) => route.replace(/:\w+|\*/g, "a"));
  return [...addresses, QUERY, "/", "/index.html", "/playground/", "/graphql/", "/graphql?query=%7B"];
}

describe("what a browser finds at the service's addresses", () => {
  it.each([
    ["in production", PRODUCTION],
    ["without the playground", { PLAYGROUND: "false" }],
  ])("is no page %s, and carries the security headers on every route", async (_where, settings) => {
    const api = await TestApi.open(settings);
    const addresses = addressesOf(api);

    const answers = await Promise.all(
      [BROWSER, "text/html"].flatMap((accept) =>
        addresses.map(async (url) => ({ url, answer: await api.http.inject({ url, headers: { accept } }) })),
      ),
    );
    await api.close();

    expect(addresses).toEqual(expect.arrayContaining(["/graphql", "/healthz", "/readyz", "/exports/a"]));
    for (const { url, answer } of answers) {
      const { "content-type": type, "content-security-policy": policy, "x-content-type-options": sniffing } = answer.headers;
      expect({ url, type, sniffing }).toEqual({
        url,
        type: expect.stringMatching(/^application\/.*json/),
        sniffing: "nosniff",
      });
      expect({ url, policy }).toEqual({ url, policy: expect.stringContaining("default-src 'none'") });
      expect({ url, body: answer.body }).toEqual({ url, body: expect.not.stringMatching(/<|https?:/) });
    }
  });

  it("is our own playground where that is on, with scripts and styles of this server alone", async () => {
    const api = await TestApi.open({ ...PRODUCTION, PLAYGROUND: "true" });

    const answers = await Promise.all(
      ["/", "/graphql", QUERY].map((url) => api.http.inject({ url, headers: { accept: BROWSER } })),
    );
    await api.close();

    for (const { statusCode, headers, body } of answers) {
      expect([statusCode, headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
      expect(headers["content-security-policy"]).toMatch(/default-src 'none';script-src 'self'/);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers.vary).toMatch(/\baccept\b(?!-)/);
      expect([...body.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).not.toHaveLength(0);
      expect(body).not.toMatch(/(?:src|href)="(?!\/playground\/)/);
    }
  });

  it("costs programs nothing: their answers carry none of these headers", async () => {
    const api = await TestApi.open();

    const { headers } = await api.ask("{ tutorials { totalCount } }");
    await api.close();

    expect(Object.keys(headers)).not.toContain("content-security-policy");
  });
});
