import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Role } from "../../../src/entities/Role.js";
import { nestedQuery } from "../../../src/playgroundTabs.js";
import { DEFAULT_BUDGET, DEFAULT_LIMITS, TestApi } from "../../support/TestApi.js";

/** The settings that the service has by default. */
const DEFAULTS = { ...DEFAULT_LIMITS, ...DEFAULT_BUDGET };
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
  readonly page?: { readonly field: readonly string[]; readonly size: number };
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
    expect(await rowsOf("query ($n: Int = 7) { tutorials(first: $n) { edges { node { id } } } }")).toBe(7);
    expect(await rowsOf("mutation { signOutEverywhere }")).toBe(100);
  });

  it("weighs counting by who asks: a child's own rows are bounded by the quota, and weigh at the root what they weigh under me", async () => {
    const rowsOf = async (query: string, token: string) => (await api.ask(query, { token, ...COST })).extensions?.cost?.rows;
    const child = await api.world.token(await api.world.user());

    expect(await rowsOf("{ stories(first: 5) { totalCount nodes { id } } }", child)).toBe(255);
    expect(await rowsOf("{ me { stories(first: 5) { totalCount nodes { id } } } }", child)).toBe(256);
    expect(await rowsOf("{ stories(first: 5) { totalCount nodes { id } } }", admin)).toBe(5_005);
    expect(await rowsOf("{ me { drawings(first: 9) { nodes { stories(first: 1) { totalCount } } } } }", child)).toBe(910);
    // The same drawing can be that of each story.
    expect(await rowsOf("{ stories(first: 9) { nodes { drawing { stories(first: 1) { totalCount } } } } }", child)).toBe(
      9 * 252,
    );
  });

  it("weighs a walk through a list whose filter no index serves in the order asked for", async () => {
    const child = await api.world.token(await api.world.user());
    const rowsOf = async (page: string) => {
      const query = `{ drawings(first: 5, ${page}) { nodes { id } } }`;
      return (await api.ask(query, { token: child, ...COST })).extensions?.cost?.rows;
    };
    const after = 'createdAfter: "2026-01-01T00:00:00Z"';

    expect(await rowsOf("filter: {}")).toBe(5);
    expect(await rowsOf(`filter: { ${after} }`)).toBe(5);
    expect(await rowsOf(`filter: { ${after} }, orderBy: { field: UPDATED_AT }`)).toBe(505);
    expect(await rowsOf("filter: { hasStory: true }")).toBe(505);
    expect(await rowsOf(`filter: { tutorialId: "00000000-0000-4000-8000-000000000000", ${after} }`)).toBe(505);
  });

  it("says what it has used, which is never more than its estimate", async () => {
    const user = await api.world.user();
    const child = await api.world.token(user);
    for (let n = 0; n < 3; n++) await api.world.story(user, { drawingId: (await api.world.drawing(user)).id });
    const query = "{ drawings(first: 100) { nodes { stories(first: 100) { nodes { id } } } } }";

    const cost = (await api.ask(query, { token: child, ...COST })).extensions?.cost;

    expect(cost?.rows).toBe(10_100);
    expect(cost?.used).toBeGreaterThanOrEqual(1);
    expect(cost?.used).toBeLessThanOrEqual(10_100);
    expect((await api.ask("{ me { id } }", { token: child, ...COST })).extensions?.cost).toMatchObject({ rows: 1, used: 1 });
  });

  it.each([
    [
      "{ tutorials(first: 100) { nodes { drawings(first: 100) { nodes { stories(first: 100) { nodes { id } } } } } } }",
      "100 tutorials × 100 drawings × 100 stories",
      ["tutorials", "nodes", "drawings", "nodes", "stories"],
      3,
    ],
    [
      "{ drawings(first: 90) { edges { node { mine: stories(first: 80) { nodes { drawing { tutorial { steps { id } } } } } } } } }",
      "90 drawings × 80 mine × 50 steps",
      ["drawings", "edges", "node", "mine"],
      10,
    ],
    [
      "{ stories(first: 100) { nodes { drawing { stories(first: 100) { nodes { storyTextEn storyTextDe } } } } } }",
      "100 stories × 100 stories",
      ["stories", "nodes", "drawing", "stories"],
      16,
    ],
  ])("that is too much says what it was counted as, and the page size that passes: %s", async (query, counted, field, size) => {
    const asUser = await api.world.token(await api.world.user());
    const { errors } = await api.ask(query, { token: asUser });
    const page = (errors[0]?.extensions as unknown as Refused | undefined)?.page;
    const sized = (first: number) => query.replace(/first: \d+(?=[^(]*$)/, `first: ${first}`);

    expect(errors[0]?.message).toContain(`counted as ${counted}`);
    expect(page).toEqual({ field, size });
    expect((await api.ask(sized(size), { token: asUser })).errors).toEqual([]);
    expect(await api.codeOf(sized(size + 1), { token: asUser })).toBe("QUERY_TOO_COMPLEX");
  });

  it("counts a list of texts once, with its most entries, and each as a tenth of the longest", async () => {
    const user = await api.world.user();
    const asUser = await api.world.token(user);
    const urls = Array.from({ length: 3 }, (_, n) => `https://images.example.org/edited-${n}.png`);
    for (let n = 0; n < 3; n++) await api.world.drawing(user, { editedImagesUrls: urls });
    const ask = (size: number) =>
      api.ask(`{ drawings(first: ${size}) { nodes { editedImagesUrls } } }`, { token: asUser, ...COST });

    const [two, fifty] = [await ask(2), await ask(50)];

    expect([...two.errors, ...fifty.errors]).toEqual([]);
    expect(fifty.data.drawings.nodes).toEqual(Array(3).fill({ editedImagesUrls: urls }));
    expect(two.extensions?.cost?.bytes).toBeGreaterThan(2 * 50 * 204);
    expect(two.extensions?.cost?.bytes).toBeLessThan(2 * 51 * 210);
  });

  it("is answered beside the data to who asks by the header, and to nobody else", async () => {
    const query = "{ tutorials(first: 1) { nodes { subject } } }";
    token = await api.world.token(await api.world.user());

    const { extensions } = await api.ask(query, { token, ...COST });

    expect(extensions).toEqual({
      cost: { rows: 1, bytes: expect.any(Number), used: 1, limit: { rows: 50_000, bytes: 6_500_000 } },
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

  it("that could answer far too much answers texts and lists of texts as they are", async () => {
    const user = await api.world.user();
    const asUser = await api.world.token(user);
    const unbounded = await TestApi.over(api, {});
    for (const name of ["one", "two", "three"]) {
      const drawing = await api.world.drawing(user, { editedImagesUrls: [`https://images.example.org/${name}.png`] });
      const texts = { title: `"${name}"`, storyTextEn: `A 🦊 ${name}`, storyTextDe: name === "two" ? " " : "Ein Fuß\n" };
      await api.world.story(user, { drawingId: drawing.id, ...texts });
    }
    const query = `{ me { drawings { nodes { uploadedImageUrl editedImagesUrls stories { nodes { title storyTextEn storyTextDe
      storyText(language: DE) } } } } } a: stories(first: 100) { nodes { storyTextEn storyTextDe } } }`;

    const [bounded, whole] = [await api.ask(query, { token: asUser }), await unbounded.ask(query, { token: asUser })];
    const counting = api.statements.at(-1)?.text;
    await unbounded.http.close();

    expect(bounded.errors).toEqual([]);
    expect(bounded.data).toEqual(whole.data);
    expect(bounded.data.me.drawings.nodes).toHaveLength(3);
    expect(counting).toContain("set_config");
  });

  it("that turns out far too long is stopped while PostgreSQL reads it, and the next one is answered", async () => {
    const user = await api.world.user();
    const asUser = await api.world.token(user);
    const { id: drawingId } = await api.world.drawing(user);
    const texts = { storyTextEn: "🦊".repeat(20_000), storyTextDe: "🦊".repeat(20_000) };
    for (let n = 0; n < 12; n++) await api.world.story(user, { drawingId, ...texts });
    const long = "{ stories(first: 16) { nodes { drawing { stories(first: 100) { nodes { storyTextEn storyTextDe } } } } } }";

    const { errors } = await api.ask(long, { token: asUser });
    const short = await api.ask(
      "{ stories(first: 16) { nodes { drawing { stories(first: 1) { nodes { storyTextEn } } } } } }",
      {
        token: asUser,
      },
    );

    expect(errors[0]?.message).toContain("longer than 6500000 bytes");
    expect(short.data.stories.nodes[0].drawing.stories.nodes[0].storyTextEn).toBe(texts.storyTextEn);
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
