import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { InjectOptions } from "fastify";
import { TestApi } from "../../support/TestApi.js";

const PREFLIGHT = { "access-control-request-method": "POST", "access-control-request-headers": "content-type" };

describe("web pages of other origins", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open({ CORS_ORIGINS: "https://app.example.org,http://localhost:*" });
  });
  afterAll(() => api.close());

  const inject = async (method: InjectOptions["method"], headers: Record<string, string>, url = "/graphql") => {
    const payload = method === "POST" ? { query: "{ __typename }" } : undefined;
    const { statusCode: status, headers: answered, body } = await api.http.inject({ method, url, headers, payload });
    return { status, headers: answered, body };
  };

  it.each(["https://app.example.org", "http://localhost", "http://localhost:5173"])(
    "may call from %s, which CORS_ORIGINS has, and read what to wait and the request's id",
    async (origin) => {
      const preflight = await inject("OPTIONS", { origin, ...PREFLIGHT });
      const asked = await inject("POST", { origin });

      expect(preflight).toMatchObject({ status: 204, headers: { "access-control-allow-origin": origin } });
      expect([asked.status, asked.headers["access-control-allow-origin"]]).toEqual([200, origin]);
      expect(asked.headers["access-control-expose-headers"]).toBe("retry-after, x-request-id");
      expect(asked.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it.each(["https://evil.example.org", "http://localhost.evil.org:80", "http://app.example.org", "https://localhost", "null"])(
    "are refused from %s, in the preflight and in the request, and told of CORS_ORIGINS",
    async (origin) => {
      const before = api.statements.length;
      const query = `/graphql?query=${encodeURIComponent("{ tutorials { totalCount } }")}`;

      const answers = [
        await inject("OPTIONS", { origin, ...PREFLIGHT }),
        await inject("POST", { origin }),
        await inject("GET", { origin }, query),
      ];

      for (const { status, headers, body } of answers) {
        expect([status, headers["access-control-allow-origin"]]).toEqual([403, undefined]);
        const [error] = JSON.parse(body).errors;
        expect([error.extensions.code, error.message]).toEqual(["ORIGIN_NOT_ALLOWED", expect.stringContaining("CORS_ORIGINS")]);
      }
      expect(api.statements.length).toBe(before);
    },
  );

  it("are told of in the log, each once", async () => {
    for (const _ of [1, 2]) await inject("POST", { origin: "https://another.example.org" });

    const lines = api.logLines.filter((line) => line.includes("another.example.org"));

    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("CORS_ORIGINS");
  });

  it("may call from the service's own address, whatever CORS_ORIGINS has", async () => {
    expect((await inject("POST", { origin: "https://api.example.org", host: "api.example.org" })).status).toBe(200);
  });

  it("may ask a query by GET without a further header, unless a cookie comes with it", async () => {
    const query = `/graphql?query=${encodeURIComponent("{ __typename }")}`;
    const cookie = "any=thing";

    const answers = [
      await inject("GET", {}, query),
      await inject("GET", { cookie }, query),
      await inject("GET", { cookie, "apollo-require-preflight": "1" }, query),
      await inject("GET", { cookie, origin: "https://app.example.org" }, query),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 200]);
  });
});
