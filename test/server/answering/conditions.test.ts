import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../../support/TestApi.js";

/** Where a @skip or an @include may stand; `IF` is the place of the directive. */
const PLACES: readonly (readonly [string, string])[] = [
  ["a field", "query ($x: Boolean = true) { tutorials(first: 1) { totalCount nodes { id IF } } }"],
  ["a root field", "query ($x: Boolean = true) { tutorials IF { totalCount } __typename }"],
  [
    "an inline fragment",
    "query ($x: Boolean = true) { tutorials { totalCount ... on TutorialConnection IF { nodes { id } } } }",
  ],
  ["an inline fragment at the root", "query ($x: Boolean = true) { __typename ... IF { tutorials { totalCount } } }"],
  [
    "a spread",
    "query ($x: Boolean = true) { tutorials { totalCount ...Rows IF } } fragment Rows on TutorialConnection { nodes { id } }",
  ],
  [
    "a field of a fragment in a fragment",
    `query ($x: Boolean = true) { tutorials { ...Outer } } fragment Outer on TutorialConnection { totalCount nodes { ...Inner } }
    fragment Inner on Tutorial { id subject IF }`,
  ],
  ["a field of the schema", 'query ($x: Boolean = true) { __type(name: "Role") { name kind IF } }'],
  [
    "a field that no row is found for",
    'query ($x: Boolean = true) { tutorial(id: "00000000-0000-4000-8000-000000000000") { id IF } }',
  ],
  ["a root field of a mutation", "mutation ($x: Boolean = true) { signOut IF __typename }"],
];

describe("a variable that a @skip or an @include reads", () => {
  let api: TestApi;
  let serial = 0;
  beforeAll(async () => {
    api = await TestApi.open();
    await api.world.tutorial();
  });
  afterAll(() => api.close());

  const places = PLACES.flatMap(([place, document]) =>
    ["@skip(if: $x)", "@include(if: $x)"].map((directive) => [directive, place, document.replace("IF", directive)] as const),
  );

  it.each(places)("is refused by its name when it is null: %s on %s, whatever was asked before", async (_if, _where, query) => {
    for (const before of [undefined, { x: true }, { x: false }, {}]) {
      const anew = `${query} # ${++serial}`;
      for (const _ of before ? [1, 2, 3] : []) await api.ask(anew, { variables: before });

      for (const _ of [1, 2, 3]) {
        const { status, data, errors } = await api.ask(anew, { variables: { x: null } });

        expect([status, data, errors.map(({ extensions }) => extensions.code)]).toEqual([400, undefined, ["BAD_USER_INPUT"]]);
        expect(errors[0]?.extensions.fields).toMatchObject([{ path: ["x"], code: "INVALID_VALUE" }]);
      }
    }
  });

  it.each(places)("has its default when it is left out: %s on %s", async (_directive, _where, query) => {
    const anew = `${query} # ${++serial}`;
    for (const _ of [1, 2, 3]) {
      const sent = await api.ask(anew, { variables: { x: true } });
      const absent = await api.ask(anew);

      expect(absent.text).toBe(sent.text);
    }
  });

  it("guards a mutation: with null nothing is deleted, whatever was asked before", async () => {
    const anna = await api.world.user();
    const token = await api.world.token(anna);
    const [kept, gone] = [await api.world.story(anna), await api.world.story(anna)];
    const query = "mutation D($id: ID!, $keep: Boolean = true) { deleteStory(id: $id) @skip(if: $keep) }";

    const fresh = await api.ask(query, { token, variables: { id: kept.id, keep: null } });
    for (const keep of [true, true, false]) await api.ask(query, { token, variables: { id: gone.id, keep } });
    const known = await api.ask(query, { token, variables: { id: kept.id, keep: null } });

    const { data } = await api.ask("{ stories { nodes { id } } }", { token });
    expect([fresh.status, known.status]).toEqual([400, 400]);
    expect(data.stories.nodes).toEqual([{ id: kept.id }]);
  });

  it("may be null where another operation of the document has the directive", async () => {
    const query = `query A($x: Boolean = true) { tutorials { totalCount @skip(if: $x) nodes { id } } }
      query B($x: String) { tutorials(filter: { category: $x }) { totalCount } }`;

    for (const _ of [1, 2, 3]) {
      const { status } = await api.post({ query, operationName: "B", variables: { x: null } });
      const { status: refused } = await api.post({ query, operationName: "A", variables: { x: null } });
      expect([status, refused]).toEqual([200, 400]);
    }
  });

  it("is told beside whatever else is wrong with the variables", async () => {
    const query = "query ($x: Boolean = true, $n: Int) { tutorials(first: $n) { totalCount nodes @skip(if: $x) { id } } }";

    const { errors } = await api.ask(query, { variables: { x: null, n: "many" } });

    expect(errors[0]?.extensions.fields?.map(({ path }) => path)).toEqual([["n"], ["x"]]);
  });
});

describe("a variable that is null where an argument may not be", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it.each([
    ["a row", 'query ($v: ID = "x") { tutorials { totalCount } node(id: $v) { id } }', "node"],
    ["a type of the schema", 'query ($v: String = "Role") { tutorials { totalCount } __type(name: $v) { name } }', "__type"],
  ])("fails that field alone, as what was sent: %s", async (_what, query, field) => {
    for (const _ of [1, 2, 3]) {
      const { status, data, errors } = await api.ask(query, { variables: { v: null } });

      expect([status, data]).toEqual([200, { tutorials: { totalCount: 0 }, [field]: null }]);
      expect(errors).toMatchObject([{ path: [field], extensions: { code: "BAD_USER_INPUT" } }]);
    }
  });
});

describe("the name of the operation", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it.each([
    ["an anonymous operation", "{ tutorials { totalCount } }"],
    ["a named operation", "query One { tutorials { totalCount } }"],
  ])("is as absent when it is empty: %s is answered, whatever was asked before", async (_what, query) => {
    for (const _ of [1, 2, 3])
      expect(await api.post({ query, operationName: "" })).toMatchObject({
        status: 200,
        data: { tutorials: { totalCount: 0 } },
      });
    const url = `/graphql?operationName=&query=${encodeURIComponent(query)}`;
    expect((await api.http.inject({ url })).json()).toEqual({ data: { tutorials: { totalCount: 0 } } });
  });

  it.each([
    ["several operations and an empty name", "query A { __typename } query B { __typename }", ""],
    ["several operations and none", "query A { __typename } query B { __typename }", undefined],
    ["a name that is not there", "query A { __typename }", "B"],
    ["a name for an anonymous operation", "{ __typename }", "A"],
  ])("is asked for with %s", async (_what, query, operationName) => {
    await api.post({ query, operationName: "A" });
    for (const _ of [1, 2, 3])
      expect(await api.post({ query, operationName })).toMatchObject({
        status: 400,
        errors: [{ extensions: { code: "OPERATION_RESOLUTION_FAILURE" } }],
      });
  });

  it("makes no other document of what is sent beside it", async () => {
    for (const _ of [1, 2, 3]) await api.post({ query: "query A { __typename }", operationName: "A" });

    const { status } = await api.post({ query: "A { __typename }", operationName: "A query" });

    expect(status).toBe(400);
  });
});
