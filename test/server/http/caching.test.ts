import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../../support/TestApi.js";

const UNKNOWN = "6f1c2f0e-8f0a-4c7e-9a57-0d4f5a1b2c3d";
const PUBLIC = "{ tutorials { nodes { subject steps { instruction } } totalCount } tutorialCategories { name } }";

describe("the answer to a GET", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
    await api.world.tutorial();
  });
  afterAll(() => api.close());

  const get = async (query: string, headers: Record<string, string> = {}) => {
    const url = `/graphql?query=${encodeURIComponent(query)}`;
    const { statusCode: status, headers: answered, body } = await api.http.inject({ method: "GET", url, headers });
    return { status, control: answered["cache-control"], tag: answered.etag, vary: String(answered.vary), body };
  };

  it("may be shared for a minute when everything in it is public, and is answered 304 while it stays the same", async () => {
    const first = await get(PUBLIC);
    const again = await get(PUBLIC, { "if-none-match": `W/"other", ${first.tag}` });
    await api.world.tutorial();
    const changed = await get(PUBLIC, { "if-none-match": `${first.tag}` });

    expect([first.status, first.control, first.tag]).toEqual([
      200,
      "public, max-age=60",
      expect.stringMatching(/^W\/"[\w-]{27}"$/),
    ]);
    expect(first.vary).toContain("authorization, cookie");
    expect([again.status, again.body, again.tag]).toEqual([304, "", first.tag]);
    expect([changed.status, changed.tag === first.tag]).toEqual([200, false]);
  });

  it.each([
    ["anything", () => "*"],
    ["its tag without W/", (tag: string) => tag.slice(2)],
    ["its tag among others without blanks", (tag: string) => `"a",${tag},W/"b"`],
  ])("is answered 304 to a client that has %s", async (_what, known) => {
    const { tag } = await get(PUBLIC);

    const { status, body, tag: again } = await get(PUBLIC, { "if-none-match": known(String(tag)) });

    expect([status, body, again]).toEqual([304, "", tag]);
  });

  it("is answered whole to a client that has another, and differs by the type that is asked for", async () => {
    const answers = [
      await get(PUBLIC, { "if-none-match": '"other"' }),
      await get(PUBLIC, { accept: "application/graphql-response+json" }),
    ];

    for (const { status, vary } of answers) {
      expect(status).toBe(200);
      expect(vary.split(/, */)).toContain("accept");
    }
  });

  it.each([
    ["the viewer", "{ me { id } }"],
    ["a list of an owner's rows", `{ tutorial(id: "${UNKNOWN}") { drawings { nodes { id } } } }`],
    ["a count of owners' rows", `{ tutorial(id: "${UNKNOWN}") { drawings { totalCount } } }`],
    ["an edge of owners' rows", `{ tutorial(id: "${UNKNOWN}") { drawings { pageInfo { hasNextPage } } } }`],
    ["any row", `{ node(id: "${UNKNOWN}") { id } }`],
    ["a private list beside a public one", "{ tutorials { totalCount } drawings { totalCount } }"],
    ["the schema", "{ __schema { queryType { name } } }"],
    ["a mistake", '{ tutorials { totalCount } tutorial(id: "x") { id } }'],
  ])("is nobody else's when it asks for %s", async (_what, query) => {
    const { control, tag } = await get(query);

    expect([control, tag]).toEqual(["private, no-store", undefined]);
  });

  it("is nobody else's when a token or a wish for the cost comes with it, nor is that to a POST", async () => {
    const token = await api.world.token(await api.world.user());

    const answers = [await get(PUBLIC, { authorization: `Bearer ${token}` }), await get(PUBLIC, { "graphql-cost": "1" })];
    const posted = await api.ask(PUBLIC);

    expect(answers.map(({ control }) => control)).toEqual(["private, no-store", "private, no-store"]);
    expect(posted.headers["cache-control"]).toBe("private, no-store");
  });
});
