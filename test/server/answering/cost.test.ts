import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Role } from "../../../src/entities/Role.js";
import { Budget } from "../../../src/server/answering/Budget.js";
import { nestedQuery } from "../../../src/server/playground/playgroundTabs.js";
import { TestApi } from "../../support/TestApi.js";

/** The settings that the service has by default. */
const DEFAULTS = { MAX_ROWS: "50000", MAX_ANSWER_BYTES: "6500000", BUDGET_ROWS: "200000" };
const COST = { headers: { "graphql-cost": "true" } };

/** What the pages of NovaDraw ask. */
const PAGES = {
  "the README's query": nestedQuery,
  "a gallery": `{ me { name drawings(first: 20) { totalCount pageInfo { hasNextPage endCursor } nodes {
    id uploadedImageUrl tutorial { subject } stories(first: 3) { nodes { id title storyTextEn storyTextDe } } } } } }`,
  "a feed": `{ stories(first: 50) { nodes { id title storyText(language: DE) imageUrl drawing { id uploadedImageUrl
    tutorial { subject category } } } pageInfo { endCursor hasNextPage } } }`,
  "a story reader": `query ($id: ID!) { story(id: $id) { title storyTextEn storyTextDe imageUrl drawing { editedImagesUrls } } }`,
  "the tutorials": `{ tutorialCategories { name tutorialCount } tutorials(first: 20) { totalCount nodes { id subject description
    thumbnailUrl steps { stepNumber instructionEn instructionDe imageUrl } } pageInfo { endCursor } } }`,
  "an admin's list": `{ users(first: 100) { totalCount nodes { id email name role createdAt drawings(first: 1) { totalCount }
    stories(first: 1) { totalCount } } pageInfo { endCursor } } }`,
};
/** Six hundred and forty times the same list, each with its steps and their tutorial. */
const ALIASES = `{ ${Array.from({ length: 90 }, (_, n) => `a${n}: tutorials(first: 100) { nodes { steps { tutorial { id } } } }`).join(" ")} }`;

interface Refused {
  readonly code: string;
  readonly cost: Record<string, number>;
  readonly limit: Record<string, number>;
  readonly field: readonly string[];
}

describe("the cost of an operation", () => {
  let api: TestApi;
  let token: string;
  let admin: string;
  beforeAll(async () => {
    api = await TestApi.open(DEFAULTS);
    token = await api.world.token(await api.world.user());
    admin = await api.world.token(await api.world.user({ role: Role.ADMIN }));
  });
  afterAll(() => api.close());

  it.each(Object.entries(PAGES))("lets through %s", async (_what, query) => {
    const id = "00000000-0000-4000-8000-000000000000";

    expect((await api.ask(query, { token: admin, variables: query.includes("$id") ? { id } : {} })).errors).toEqual([]);
  });

  it("multiplies pages down each path, counts each alias, and weighs counting", async () => {
    const rowsOf = async (query: string) => (await api.ask(query, { token, ...COST })).extensions?.cost?.rows;

    expect(await rowsOf("{ me { id } }")).toBe(1);
    expect(await rowsOf("{ me { drawings(first: 10) { nodes { stories(first: 3) { nodes { id } } } } } }")).toBe(41);
    expect(await rowsOf("{ me { a: drawings(first: 10) { nodes { id } } b: drawings { nodes { id } } } }")).toBe(31);
    expect(await rowsOf("{ tutorials(first: 2) { nodes { steps { id } } } }")).toBe(102);
    expect(await rowsOf("{ tutorials(first: 5) { totalCount nodes { id } } }")).toBe(505);
    expect(await rowsOf("{ stories(first: 5) { totalCount nodes { id } } }")).toBe(5005);
    expect(await rowsOf("{ me { stories(first: 5) { totalCount } } }")).toBe(101);
    expect(await rowsOf("query ($n: Int = 7) { tutorials(first: $n) { edges { node { id } } } }")).toBe(7);
    expect(await rowsOf("mutation { signOutEverywhere }")).toBe(100);
  });

  it("counts a list of texts once, with the most entries and the longest of each", async () => {
    const user = await api.world.user();
    const asUser = await api.world.token(user);
    const urls = Array.from({ length: 3 }, (_, n) => `https://images.example.org/edited-${n}.png`);
    for (let n = 0; n < 3; n++) await api.world.drawing(user, { editedImagesUrls: urls });
    const ask = (size: number) =>
      api.ask(`{ drawings(first: ${size}) { nodes { editedImagesUrls } } }`, { token: asUser, ...COST });

    const [two, fifty] = [await ask(2), await ask(50)];

    expect([...two.errors, ...fifty.errors]).toEqual([]);
    expect(fifty.data.drawings.nodes).toEqual(Array(3).fill({ editedImagesUrls: urls }));
    expect(two.extensions?.cost?.bytes).toBeGreaterThan(2 * 50 * 2_048);
    expect(two.extensions?.cost?.bytes).toBeLessThan(2 * 51 * 2_060);
  });

  it("is answered beside the data to who asks by the header, and to nobody else", async () => {
    const query = "{ tutorials(first: 1) { nodes { subject } } }";
    token = await api.world.token(await api.world.user());

    const { extensions } = await api.ask(query, { token, ...COST });

    expect(extensions).toEqual({
      cost: { rows: 1, bytes: expect.any(Number), limit: { rows: 50_000, bytes: 6_500_000 } },
    });
    expect((await api.ask(query, { token })).text).not.toContain("extensions");
  });

  it.each([
    ["hundreds of aliases", ALIASES, "rows", "a0.nodes.steps"],
    [
      "pages in pages",
      "{ tutorials(first: 100) { nodes { drawings(first: 100) { nodes { stories(first: 100) { nodes { id } } } } } } }",
      "rows",
      "tutorials.nodes.drawings.nodes.stories.nodes",
    ],
    [
      "long texts",
      "{ stories(first: 100) { nodes { drawing { stories(first: 100) { nodes { storyTextEn storyTextDe } } } } } }",
      "bytes",
      "stories.nodes.drawing.stories.nodes",
    ],
  ])("is refused before any SQL for %s, with cost, limit and what costs most", async (_what, query, unit, field) => {
    const before = api.statements.length;

    const { status, errors } = await api.ask(query, { token });

    const refused = errors[0]?.extensions as unknown as Refused | undefined;
    expect([status, refused?.code]).toEqual([400, "QUERY_TOO_COMPLEX"]);
    expect(refused?.cost[unit]).toBeGreaterThan(refused?.limit[unit] ?? 0);
    expect(refused?.field.join(".")).toBe(field);
    expect(errors[0]?.message).toContain(`could ${unit === "rows" ? "read" : "answer"}`);
    expect(api.statements.length).toBe(before);
  });

  it("that turns out too long in bytes is withheld by PostgreSQL itself", async () => {
    const small = await TestApi.over(api, { ...DEFAULTS, MAX_ANSWER_BYTES: "30000" });
    const user = await small.world.user();
    const asUser = await small.world.token(user);
    await small.world.story(user, { storyTextEn: "€".repeat(20_000) });
    const query = "{ stories(first: 1) { nodes { storyTextEn } } }";

    const { errors, text } = await small.ask(query, { token: asUser });
    await small.http.close();

    expect(errors[0]?.extensions.code).toBe("QUERY_TOO_COMPLEX");
    expect(errors[0]?.message).toContain("longer than 30000 bytes");
    expect(text.length).toBeLessThan(500);
  });

  it("that turns out too long after a change is withheld, and the change told", async () => {
    const small = await TestApi.over(api, { ...DEFAULTS, MAX_ANSWER_BYTES: "30000" });
    const user = await small.world.user({ name: "Anna" });
    const asUser = await small.world.token(user);
    await small.world.story(user, { storyTextEn: "€".repeat(20_000) });
    const change = 'mutation { updateMe(input: { name: "Ben" }) { stories(first: 1) { nodes { storyTextEn } } } }';

    const { errors } = await small.ask(change, { token: asUser });
    const { data } = await small.ask("{ me { name } }", { token: asUser });
    await small.http.close();

    expect(errors[0]?.extensions.code).toBe("QUERY_TOO_COMPLEX");
    expect(errors[0]?.message).toMatch(/^The change was made, .*longer than 30000 bytes/);
    expect(data).toEqual({ me: { name: "Ben" } });
  });
});

describe("the budget", () => {
  it("is refilled as time passes, and says how long to wait", () => {
    let now = 0;
    const budget = new Budget(100, 10, () => now);
    const take = (rows: number) => () => budget.take("viewer", rows);

    expect(take(100)).not.toThrow();
    expect(take(20)).toThrow("Try again in 2 seconds");
    now += 2_000;
    expect(take(20)).not.toThrow();
    now += 100_000;
    // What is dearer than the whole bucket takes all of it.
    expect(take(500)).not.toThrow();
    expect(take(1)).toThrow("Try again");
  });

  it("of one viewer is spent by all of their sessions, and leaves others theirs", async () => {
    const api = await TestApi.open({ BUDGET_ROWS: "500", BUDGET_ROWS_PER_SECOND: "1" });
    const [anna, ben] = [await api.world.user(), await api.world.user()];
    const [first, second, other] = [await api.world.token(anna), await api.world.token(anna), await api.world.token(ben)];
    const query = "{ tutorials(first: 100) { nodes { id } } }";
    const ask = (token: string, address: string) => api.ask(query, { token, address });
    for (const token of [first, second, other]) await ask(token, "10.0.0.1");

    const codes: (string | undefined)[] = [];
    for (const token of [first, second, first, second, first, second])
      codes.push((await ask(token, "10.0.0.2")).errors[0]?.extensions.code);
    const { status, headers, errors } = await ask(first, "10.0.0.3");
    const others = await ask(other, "10.0.0.2");
    await api.close();

    expect(codes).toEqual([undefined, undefined, undefined, undefined, undefined, "RATE_LIMITED"]);
    expect([status, errors[0]?.extensions.code]).toEqual([429, "RATE_LIMITED"]);
    expect(Number(headers["retry-after"])).toBeGreaterThan(50);
    expect(others.status).toBe(200);
  });

  it("without a token is the address's, and a token that nobody knows is no way round it", async () => {
    const api = await TestApi.open({ BUDGET_ROWS: "300", BUDGET_ROWS_PER_SECOND: "1" });
    const query = "{ tutorials(first: 100) { nodes { id } } }";
    const codeOf = (asking: object) => api.codeOf(query, asking);

    const codes = [
      await codeOf({ address: "2001:db8::1" }),
      await codeOf({ address: "2001:db8::2", token: "unknown-1" }),
      await codeOf({ address: "2001:db8::3", token: "unknown-2" }),
      await codeOf({ address: "2001:db8::4", token: "unknown-3" }),
      await codeOf({ address: "2001:db8:0:1::1" }),
    ];
    await api.close();

    expect(codes).toEqual([undefined, "UNAUTHENTICATED", "UNAUTHENTICATED", "RATE_LIMITED", undefined]);
  });

  it("keeps an account from making thousands of drawings in a burst", async () => {
    const api = await TestApi.open({ BUDGET_ROWS: "1000", BUDGET_ROWS_PER_SECOND: "1" });
    const token = await api.world.token(await api.world.user());
    const creates = `mutation { ${Array.from({ length: 9 }, (_, n) => `a${n}: createDrawing(input: {}) { id }`).join(" ")} }`;

    // The first is counted for the address: whose token it is, is not known before.
    const codes = [
      await api.codeOf(creates, { token }),
      await api.codeOf(creates, { token }),
      await api.codeOf(creates, { token }),
    ];
    await api.close();

    expect(codes).toEqual([undefined, undefined, "RATE_LIMITED"]);
  });
});
