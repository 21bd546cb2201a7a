import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../../support/TestApi.js";

/** Fragments that each ask twice for the next. */
const doubling = (depth: number) =>
  Array.from(
    { length: depth },
    (_, n) => `fragment F${n} on User { ${n + 1 < depth ? `...F${n + 1} ...F${n + 1}` : "id"} }`,
  ).join(" ");

describe("errors", () => {
  let api: TestApi;
  let closed: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
    closed = await TestApi.over(api, { INTROSPECTION: "false", PLAYGROUND: "false" });
  });
  afterAll(async () => {
    await closed.http.close();
    await api.close();
  });

  it.each([
    ["{ tutorials { nodes { subjekt } } }", ' Did you mean "subject" or "subjectDe"?'],
    ["{ tutorials(frist: 1) { totalCount } }", ' Did you mean "first" or "last"?'],
    ["{ tutorials(orderBy: { field: SUBJEKT }) { totalCount } }", ' Did you mean the enum value "SUBJECT"?'],
    ['{ tutorials(filter: { subjekt: "s3cret" }) { totalCount } }', ' Did you mean "subject"?'],
    ["query ($f: TutorialFiltre) { tutorials(filter: $f) { totalCount } }", ' Did you mean "TutorialFilter"'],
    ["{ node { subject } }", ' Did you mean to use an inline fragment on "Tutorial"?'],
  ])("suggest what a mistyped name of %s was meant to be, where introspection is on", async (query, suggestion) => {
    const { status, errors, text } = await api.ask(query);

    expect([status, errors[0]?.extensions.code]).toEqual([400, "GRAPHQL_VALIDATION_FAILED"]);
    expect(errors.map(({ message }) => message).join()).toContain(suggestion);
    expect(text).not.toContain("s3cret");
    expect((await closed.ask(query)).text).not.toContain("Did you mean");
  });

  it.each([
    ["a syntax error", '{ me { name(x: "s3cret" }', "GRAPHQL_PARSE_FAILED"],
    ["an unknown field", "{ me { emial } }", "GRAPHQL_VALIDATION_FAILED"],
    ["an unknown argument", '{ tutorials(frist: "s3cret") { totalCount } }', "GRAPHQL_VALIDATION_FAILED"],
    ["a literal of a wrong type", '{ tutorials(first: "s3cret") { totalCount } }', "GRAPHQL_VALIDATION_FAILED"],
    ["a number out of Int's range", "{ tutorials(first: 4000000000) { totalCount } }", "GRAPHQL_VALIDATION_FAILED"],
    ["an unknown enum value", "{ tutorials(orderBy: { field: S3CRET }) { totalCount } }", "GRAPHQL_VALIDATION_FAILED"],
    ["a deep selection", `{ me ${"{ drawings { nodes { user ".repeat(6)} { id } ${"} } }".repeat(6)} }`, "QUERY_TOO_COMPLEX"],
    ["a long alias", `{ ${"a".repeat(64)}: me { id } }`, "QUERY_TOO_COMPLEX"],
    ["a subscription that is asked for in JSON", "subscription { live { me { id } } }", "BAD_REQUEST"],
    [
      "too many root fields",
      `{ ${Array.from({ length: 101 }, (_, n) => `a${n}: __typename`).join(" ")} }`,
      "QUERY_TOO_COMPLEX",
    ],
    [
      "too many mutations",
      `mutation { ${Array.from({ length: 21 }, (_, n) => `a${n}: signOut`).join(" ")} }`,
      "QUERY_TOO_COMPLEX",
    ],
    ["too many fields", `{ me { ${Array.from({ length: 600 }, (_, n) => `a${n}: id`).join(" ")} } }`, "QUERY_TOO_COMPLEX"],
    ["fields that fragments double", `{ me { ...F0 } } ${doubling(12)}`, "QUERY_TOO_COMPLEX"],
    [
      "too many variables",
      `query (${Array.from({ length: 101 }, (_, n) => `$v${n}: Int`).join(" ")}) { me { id } }`,
      "QUERY_TOO_COMPLEX",
    ],
    ["ten thousand tokens", `{ ${"me { id } ".repeat(2500)} }`, "GRAPHQL_PARSE_FAILED"],
    ["a fragment that names itself", "{ me { ...F } } fragment F on User { ...F }", "GRAPHQL_VALIDATION_FAILED"],
  ])("name %s by a code, quote nothing, and suggest nothing where introspection is off", async (_what, query, code) => {
    const before = api.statements.length;
    const { status, errors, data, text } = await api.ask(query);

    expect([status, errors[0]?.extensions.code, data]).toEqual([400, code, undefined]);
    expect(text).not.toMatch(/s3cret|4000000000|stack/);
    expect(api.statements.length).toBe(before);
    // docs/guarantees.md#b9
    expect((await closed.ask(query)).text).not.toMatch(/s3cret|Did you mean/);
  });

  it("answer as many columns as an operation may have fields", async () => {
    const aliases = Array.from({ length: 598 }, (_, index) => `a${index}: subject`).join(" ");

    const { status, data } = await api.ask(`{ tutorials { nodes { ${aliases} } } }`);

    expect([status, data]).toEqual([200, { tutorials: { nodes: [] } }]);
  });

  it("name every wrong variable by its path, and not what was sent", async () => {
    const query =
      "query ($first: Int, $filter: TutorialFilter, $order: TutorialOrder) { tutorials(first: $first, filter: $filter, orderBy: $order) { totalCount } }";
    const variables = {
      first: "s3cret",
      filter: { category: { deep: "s3cret" }, unknown: "s3cret" },
      order: { field: "S3CRET" },
    };

    const { status, errors, text } = await api.ask(query, { variables });

    expect(status).toBe(400);
    expect(errors[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: [{ path: ["first"] }, { path: ["filter", "category"] }, { path: ["filter"] }, { path: ["order", "field"] }],
    });
    expect(text).not.toMatch(/s3cret|Did you mean/i);
    expect(text).toContain("one of CREATED_AT, UPDATED_AT, SUBJECT");
  });

  it("say what the syntax lacks", async () => {
    const { errors } = await api.ask("{ me { name ");

    expect(errors[0]?.message).toBe(
      "The document is not valid GraphQL: the syntax is wrong at line 1, column 13. Name was expected there.",
    );
  });

  it("list twenty wrong values at most, and say how many there are", async () => {
    const urls = Array.from({ length: 40 }, () => "ftp://s3cret");
    const query = "mutation ($urls: [URL!]) { createDrawing(input: { editedImagesUrls: $urls }) { id } }";

    const { errors, text } = await api.ask(query, { variables: { urls } });

    expect(errors[0]?.message).toBe("40 values cannot be used; extensions.fields lists the first 20 of them.");
    expect(errors[0]?.extensions.fields).toHaveLength(20);
    expect(text.length).toBeLessThan(5_000);
  });

  it("ask for a variable that is missing", async () => {
    const { status, errors } = await api.ask("query ($id: ID!) { tutorial(id: $id) { id } }");

    expect([status, errors[0]?.extensions.fields]).toMatchObject([
      400,
      [{ path: ["id"], message: "Send a value of type ID!." }],
    ]);
  });

  it("mask what fails inside, and log where without what", async () => {
    await api.opened.database.query("ALTER TABLE tutorials RENAME COLUMN id TO hidden");
    const { status, errors, text } = await api.ask("{ tutorials(first: 1) { nodes { id } } }");
    await api.opened.database.query("ALTER TABLE tutorials RENAME COLUMN hidden TO id");

    expect([status, errors[0]?.extensions.code]).toEqual([500, "INTERNAL_SERVER_ERROR"]);
    expect(text).not.toMatch(/does not exist|column|SELECT/);
    const line = api.logLines.find((candidate) => candidate.includes("operation failed")) ?? "";
    expect(line).toContain("42703");
    expect(line).not.toMatch(/column|SELECT/);
  });

  it.each([
    ["broken JSON", "{", { "content-type": "application/json" }, 400],
    ["a list", "[]", { "content-type": "application/json" }, 400],
    ["an empty object", "{}", { "content-type": "application/json" }, 400],
    ["a batch", '[{"query":"{__typename}"}]', { "content-type": "application/json" }, 400],
    ["a form", "query={__typename}", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["plain text", '{"query":"{__typename}"}', { "content-type": "text/plain" }, 400],
    [
      "more than the longest input",
      JSON.stringify({ query: `{ __typename } #${"x".repeat(1_500_000)}` }),
      { "content-type": "application/json" },
      413,
    ],
  ])("answer %s as JSON with a code", async (_what, payload, headers, status) => {
    const answer = await api.post(payload, headers as Record<string, string>);

    expect(answer.status).toBe(status);
    expect(typeof answer.errors[0]?.extensions.code).toBe("string");
  });

  it("refuse a mutation by GET, and a GET with a cookie that a foreign page could send", async () => {
    const get = (query: string, headers: Record<string, string>) =>
      api.http.inject({ method: "GET", url: `/graphql?query=${encodeURIComponent(query)}`, headers });

    const mutation = await get('mutation { signIn(input: { email: "a", password: "b" }) { token } }', {
      "apollo-require-preflight": "1",
    });
    const foreign = await get("{ __typename }", { cookie: "any=thing" });
    const own = await get("{ __typename }", { cookie: "any=thing", "apollo-require-preflight": "1" });

    expect([mutation.statusCode, foreign.statusCode, own.statusCode]).toEqual([405, 400, 200]);
  });

  it("answer introspection where it is on, and refuse it where it is off", async () => {
    const query = "{ __schema { queryType { name } } }";

    const answers = [await api.ask(query), await closed.ask(query), await closed.ask("{ __typename }")];
    const page = await closed.http.inject({ method: "GET", url: "/", headers: { accept: "text/html" } });

    expect(answers.map(({ status }) => status)).toEqual([200, 400, 200]);
    expect(answers[1]?.errors.map(({ message }) => message)).toEqual([
      "The schema cannot be asked for here. Read schema.graphql, which comes with the client kit.",
    ]);
    expect(page.statusCode).toBe(404);
  });
});
