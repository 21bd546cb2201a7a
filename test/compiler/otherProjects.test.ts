import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parse, validate } from "graphql";
import { cursorOf, loadTables, type Row, readPlainly, schema, type Tables } from "../support/referenceReader.js";
import { TestApi } from "../support/TestApi.js";

type Case = readonly [query: string, variables?: Record<string, unknown>];

/** What the suites of graphql-js try about directives: tests of its executor. */
const DIRECTIVES: readonly Case[] = [
  "",
  ...["true", "false"].flatMap((one) => [`@include(if: ${one})`, `@skip(if: ${one})`]),
  ...["true", "false"].flatMap((one) => ["true", "false"].map((two) => `@include(if: ${one}) @skip(if: ${two})`)),
].flatMap((directive): Case[] => [
  [`{ tutorials(first: 2) { totalCount nodes { id subject ${directive} } } }`],
  [`{ tutorials(first: 2) { totalCount nodes { id ... on Tutorial ${directive} { subject } } } }`],
  [`{ tutorials(first: 2) { totalCount nodes { id ... ${directive} { subject } } } }`],
  [`{ tutorials(first: 2) { nodes { id ...F ${directive} } } } fragment F on Tutorial { subject }`],
  [`{ tutorials(first: 2) { nodes { id ...F } } } fragment F on Tutorial { subject ${directive} }`],
  [`{ me { id } tutorials(first: 1) ${directive} { totalCount } }`],
  [`{ tutorials(first: 2) { nodes { subject subject ${directive} } } }`],
  [`{ tutorials(first: 1) { nodes { steps { id } steps { instruction ${directive} } } } }`],
]);

/** What they try about variables: what is absent, null, a default, a single value instead of a list. */
const VARIABLES: readonly Case[] = [
  ["query ($n: Int) { tutorials(first: $n) { nodes { id } } }"],
  ["query ($n: Int) { tutorials(first: $n) { nodes { id } } }", { n: null }],
  ["query ($n: Int = 1) { tutorials(first: $n) { nodes { id } } }"],
  ["query ($n: Int = 1) { tutorials(first: $n) { nodes { id } } }", { n: null }],
  ["query ($n: Int = 1) { tutorials(first: $n) { nodes { id } } }", { n: 2 }],
  ["query ($n: Int) { tutorials(first: $n) { nodes { id } } }", { n: 2.0 }],
  ["query ($n: Int) { tutorials(first: $n) { nodes { id } } }", { n: "2" }],
  ["query ($n: Int) { tutorials(first: $n) { nodes { id } } }", { n: 2.5 }],
  ["query ($n: Int) { tutorials(first: $n) { nodes { id } } }", { n: true }],
  ["query ($n: Int!) { tutorials(first: $n) { nodes { id } } }"],
  ["query ($n: Int!) { tutorials(first: $n) { nodes { id } } }", { n: null }],
  ["query ($f: TutorialFilter) { tutorials(filter: $f) { totalCount } }", { f: null }],
  ["query ($f: TutorialFilter) { tutorials(filter: $f) { totalCount } }", { f: {} }],
  ["query ($f: TutorialFilter) { tutorials(filter: $f) { totalCount } }", { f: { category: "animals" } }],
  ["query ($f: TutorialFilter) { tutorials(filter: $f) { totalCount } }", { f: { category: null, subject: "fox" } }],
  ["query ($f: TutorialFilter) { tutorials(filter: $f) { totalCount } }", { f: { category: 7 } }],
  ["query ($f: TutorialFilter) { tutorials(filter: $f) { totalCount } }", { f: { unknown: "x" } }],
  ["query ($f: TutorialFilter) { tutorials(filter: $f) { totalCount } }", { f: "animals" }],
  ['query ($f: TutorialFilter = { category: "animals" }) { tutorials(filter: $f) { totalCount } }'],
  ["query ($c: String) { tutorials(filter: { category: $c }) { totalCount } }"],
  ["query ($c: String) { tutorials(filter: { category: $c }) { totalCount } }", { c: null }],
  ["query ($c: String) { tutorials(filter: { category: $c }) { totalCount } }", { c: "plants" }],
  ['query ($c: String = "plants") { tutorials(filter: { category: $c }) { totalCount } }'],
  ["query ($ids: [ID!]) { tutorials(filter: { ids: $ids }) { nodes { subject } } }", { ids: "FOX" }],
  ["query ($ids: [ID!]) { tutorials(filter: { ids: $ids }) { nodes { subject } } }", { ids: ["FOX", "BEE"] }],
  ["query ($ids: [ID!]) { tutorials(filter: { ids: $ids }) { nodes { subject } } }", { ids: [] }],
  ["query ($ids: [ID!]) { tutorials(filter: { ids: $ids }) { nodes { subject } } }", { ids: [null] }],
  ["query ($ids: [ID!]) { tutorials(filter: { ids: $ids }) { nodes { subject } } }", { ids: null }],
  ["query ($id: ID!) { tutorials(filter: { ids: [$id] }) { nodes { subject } } }", { id: "FOX" }],
  ["query ($o: TutorialOrderField!) { tutorials(orderBy: { field: $o }) { nodes { subject } } }", { o: "SUBJECT" }],
  ["query ($o: TutorialOrderField!) { tutorials(orderBy: { field: $o }) { nodes { subject } } }", { o: "subject" }],
  [
    "query ($o: TutorialOrder) { tutorials(orderBy: $o) { nodes { subject } } }",
    { o: { field: "SUBJECT", direction: "DESC" } },
  ],
  ["query ($o: TutorialOrder) { tutorials(orderBy: $o) { nodes { subject } } }", { o: { direction: "ASC" } }],
  ["query ($l: Language = DE, $b: Boolean = false) { tutorials { nodes { description(language: $l, fallback: $b) } } }"],
  ["query ($l: Language!) { tutorials { nodes { description(language: $l) } } }", { l: "DE" }],
  ["query ($l: Language) { tutorials { nodes { description(language: $l) } } }"],
  ["query ($l: Language) { tutorials { nodes { description(language: $l) } } }", { l: "XX" }],
  ["query ($id: ID!) { tutorial(id: $id) { subject } }", { id: "FOX", more: 1 }],
];

/** What they try about the executor itself, and about interfaces. */
const EXECUTOR: readonly Case[] = [
  ["query One { tutorials { totalCount } }"],
  ["{ a: tutorials { n: totalCount } b: tutorials(first: 1) { c: nodes { s: subject d: subject } } }"],
  ["{ tutorials { totalCount } tutorials { nodes { id } } }"],
  ["{ ...A ...B } fragment A on Query { tutorials { nodes { id } } } fragment B on Query { tutorials { nodes { subject } } }"],
  ["{ tutorials { nodes { ...A ... on Node { id } } } } fragment A on Node { __typename ... on Tutorial { subject } }"],
  ["{ tutorials { nodes { ... on Node { ... on Drawing { createdAt } ... on Tutorial { category } } } } }"],
  [
    "query ($id: ID!) { node(id: $id) { __typename id ... on Tutorial { subject steps { stepNumber } } ... on Story { title } } }",
    { id: "FOX" },
  ],
  ["query ($id: ID!) { node(id: $id) { __typename id ... on Tutorial { subject } ... on Story { title } } }", { id: "STORY" }],
  ["query ($id: ID!) { node(id: $id) { ... on Drawing { stories { totalCount } } } }", { id: "STORY" }],
  [
    "query ($id: ID!) { node(id: $id) { a: id b: __typename ...N } } fragment N on Node { ... on Story { a: id title } }",
    { id: "STORY" },
  ],
  ["query ($id: ID!) { node(id: $id) { ... on Tutorial { x: subject } ... on Story { x: title } } }", { id: "STORY" }],
  ["query ($id: ID!) { node(id: $id) { id } }", { id: "00000000-0000-4000-8000-000000000000" }],
  ["{ me { drawings { nodes { stories { nodes { drawing { stories { totalCount } } } } } } stories { totalCount } } }"],
  ["{ __typename me { __typename drawings { __typename nodes { __typename } pageInfo { __typename } } } }"],
  ["{ tutorialCategories { name __typename tutorialCount } }"],
  ['{ me { name } tutorial(id: "00000000-0000-4000-8000-000000000000") { subject } }'],
];

/**
 * What graphql-relay's suite of array connections and PostGraphile's of its own try: every size with every bound, in every order. Both
 * sizes at once, negative sizes, sizes over the list's and cursors that are none are refused here, which test/features/pages.test.ts has.
 */
function connections({ Story }: Tables): readonly Case[] {
  const orders = ["CREATED_AT ASC", "CREATED_AT DESC", "TITLE ASC", "TITLE DESC", "UPDATED_AT DESC"];
  const asked =
    "{ totalCount nodes { title } edges { cursor node { title } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }";
  return orders.flatMap((order) => {
    const [field = "", direction = ""] = order.split(" ");
    const sorted = [...Story].sort((one, other) => (String(one.title) < String(other.title) ? -1 : 1));
    const cursors = [0, 2, 4].map((index) => cursorOf("Story", sorted[index] as Row, field, direction));
    const sizes = ["", "first: 0", "first: 2", "first: 10", "last: 0", "last: 2", "last: 10"];
    const afters = ["", ...cursors.map((cursor) => `after: "${cursor}"`)];
    const befores = ["", ...cursors.map((cursor) => `before: "${cursor}"`)];
    return sizes.flatMap((size) =>
      afters.flatMap((after) =>
        befores.map(
          (before): Case => [
            `{ stories(orderBy: { field: ${field}, direction: ${direction} } ${size} ${after} ${before}) ${asked} }`,
          ],
        ),
      ),
    );
  });
}

describe("what other projects try of GraphQL", () => {
  let api: TestApi;
  let token: string;
  let tables: Tables;
  let viewer: Row | undefined;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    api = await TestApi.open();
    const { world } = api;
    const anna = await world.user({ name: "Anna" });
    const fox = await world.tutorial({ subject: "fox", descriptionEn: "A fox", descriptionDe: "Ein Fuchs" }, [{}, {}]);
    const bee = await world.tutorial({ subject: "bee", descriptionEn: "A bee", descriptionDe: null });
    await world.tutorial({ subject: "oak", category: "plants" });
    const drawing = await world.drawing(anna, { tutorialId: fox.id });
    for (const title of ["a", "b", "c", "d", "e"]) await world.story(anna, { title, drawingId: drawing.id });
    await world.story(await world.user(), { title: "another's" });
    token = await world.token(anna);
    tables = await loadTables(api.opened.database);
    viewer = tables.User.find(({ id }) => id === anna.id);
    Object.assign(ids, { FOX: fox.id, BEE: bee.id, STORY: tables.Story.find(({ title }) => title === "a")?.id });
  });
  afterAll(() => api.close());

  const withIds = (variables: Record<string, unknown> = {}): Record<string, unknown> =>
    JSON.parse(JSON.stringify(variables).replace(/"(FOX|BEE|STORY)"/g, (_all, name: string) => `"${ids[name]}"`));

  /** Asks while the document is new and once it is known, and tells each answer that differs from graphql-js's. */
  async function differences(cases: readonly Case[], rounds = 3): Promise<readonly unknown[]> {
    const found: unknown[] = [];
    for (const [query, given] of cases) {
      const variables = withIds(given);
      if (validate(schema, parse(query)).length > 0) throw new Error(`The case is not valid: ${query}`);
      const { data, errors = [] } = await readPlainly(tables, viewer, query, variables);
      for (let round = 1; round <= rounds; round++) {
        const answer = await api.ask(query, { token, variables });
        const ours = [answer.data ?? null, answer.errors.length > 0];
        const theirs = [JSON.parse(JSON.stringify(data ?? null)), errors.length > 0];
        if (JSON.stringify(ours) !== JSON.stringify(theirs)) found.push({ query, variables, round, ours, theirs });
      }
    }
    return found;
  }

  it("is answered as graphql-js does: its cases of directives", async () => {
    expect(await differences(DIRECTIVES)).toEqual([]);
  });

  it("is answered as graphql-js does: its cases of variables", async () => {
    expect(await differences(VARIABLES)).toEqual([]);
  });

  it("is answered as graphql-js does: its cases of execution and of abstract types", async () => {
    expect(await differences(EXECUTOR)).toEqual([]);
  });

  it("is answered as by arrays: Relay's and PostGraphile's cases of connections", async () => {
    const cases = connections({ ...tables, Story: tables.Story.filter(({ user_id }) => user_id === viewer?.id) });

    expect(cases.length).toBe(560);
    expect(await differences(cases, 1)).toEqual([]);
  });
});
