import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Role } from "../../src/entities/Role.js";
import { StoryOrigin } from "../../src/entities/StoryOrigin.js";
import type { User } from "../../src/entities/User.js";
import { TestApi } from "../support/TestApi.js";
import { searches, texts } from "./searches.js";

const STORIES = "query ($search: String!) { stories(first: 100, filter: { search: $search }) { nodes { title } totalCount } }";
const OF_USER = `query ($id: ID!, $search: String!) {
  stories(filter: { userId: $id, search: $search }) { nodes { title } } user(id: $id) { stories(filter: { search: $search }) { nodes { title } } } }`;
const USERS = "query ($search: String!) { users(first: 100, filter: { search: $search }) { nodes { email } totalCount } }";
const TUTORIALS =
  "query ($search: String!) { tutorials(first: 100, filter: { search: $search }) { nodes { subject } totalCount } }";

describe("search", () => {
  let api: TestApi;
  let joined: TestApi;
  let anna: User;
  let token: string;
  let admin: string;
  beforeAll(async () => {
    api = await TestApi.open({ JOIN_READS: "never" });
    joined = await TestApi.over(api, { JOIN_READS: "always" });
    const { world } = api;
    anna = await world.user({ name: "Änne Müller", email: "anna.mueller@novadraw.example" });
    token = await world.token(anna);
    admin = await world.token(await world.user({ role: Role.ADMIN, name: "Zoë", email: "zoe@office.example" }));
    for (const [title, storyTextDe, storyTextEn] of texts) await world.story(anna, { title, storyTextDe, storyTextEn });
    const ben = await world.user({ name: "Ben", email: "ben@novadraw.example" });
    await world.story(ben, { title: "Bens Drache", storyTextDe: "Ein Drache von Ben." });
  });
  afterAll(async () => {
    await joined.http.close();
    await api.close();
  });

  type Found = { readonly nodes: readonly Readonly<Record<string, string>>[]; readonly totalCount: number };
  const valuesOf = ({ nodes }: Found, name: string) => nodes.map((node) => node[name]).sort();
  const find = async (query: string, search: string, name: string, asking: { token?: string } = { token }) => {
    const variables = { search };
    const alone = await api.ask(query, { variables, ...asking });
    const together = await joined.ask(query, { variables, ...asking });
    const [list] = Object.values(alone.data) as [Found];
    expect([alone.errors, together.text]).toEqual([[], alone.text]);
    expect(list.totalCount).toBe(list.nodes.length);
    return valuesOf(list, name);
  };
  const refusalOf = async (search: string) => {
    const { errors } = await api.ask(STORIES, { variables: { search }, token });
    return errors[0]?.extensions.fields?.map(({ path, code }) => `${path.join(".")} ${code}`);
  };

  it.each(searches.map(([search, ...found]) => [search, found] as const))(
    "for %s finds the stories that a reader would expect, alone and joined",
    async (search, found) => {
      const expected = found.map((start) => texts.find(([title]) => title.startsWith(start))?.[0]).sort();

      expect(await find(STORIES, search, "title")).toEqual(expected);
    },
  );

  it("has a table of at least 60 queries", () => {
    expect(searches.length).toBeGreaterThanOrEqual(60);
  });

  it("finds nothing of another account, and nothing without a token", async () => {
    expect(await find(STORIES, "Bens", "title")).toEqual([]);
    expect((await api.ask(STORIES, { variables: { search: "Drache" } })).errors[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });

  it("finds a text as soon as it has changed", async () => {
    const { id } = await api.world.story(anna, { title: "Wandel" });
    await api.ask('mutation ($id: ID!) { updateStory(id: $id, input: { storyTextEn: "Metamorphosis" }) { id } }', {
      token,
      variables: { id },
    });

    expect(await find(STORIES, "metamorph", "title")).toEqual(["Wandel"]);
    await api.ask("mutation ($id: ID!) { deleteStory(id: $id) }", { token, variables: { id } });
    expect(await find(STORIES, "metamorph", "title")).toEqual([]);
  });

  it("finds a row that a migration has not filled yet", async () => {
    const { id } = await api.world.story(anna, { title: "Ungefüllt" });
    await api.opened.database.query("UPDATE stories SET search_text = NULL WHERE id = $1", [id]);

    expect(await find(STORIES, "ungefuellt", "title")).toEqual(["Ungefüllt"]);
    await api.opened.database.query("DELETE FROM stories WHERE id = $1", [id]);
  });

  it("goes on page by page, in the order that is asked for", async () => {
    const query = `query ($after: String) { stories(first: 1, after: $after, filter: { search: "haus" }, orderBy: { field: TITLE, direction: ASC }) {
      nodes { title } pageInfo { endCursor hasNextPage } } }`;
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await api.ask(query, { token, variables: { after } });
      seen.push(...data.stories.nodes.map(({ title }: { title: string }) => title));
      [after, more] = [data.stories.pageInfo.endCursor, data.stories.pageInfo.hasNextPage];
    }

    expect(seen).toEqual(await find(STORIES, "haus", "title"));
    expect(seen.length).toBeGreaterThan(2);
  });

  it("stands beside other filters, and twice in an operation", async () => {
    const query = `query ($one: String!, $other: String!) {
      one: stories(filter: { search: $one, isFavorite: false, origin: HUMAN }) { nodes { title } }
      other: me { stories(filter: { search: $other }) { nodes { title } } } }`;
    const variables = { one: "Drachen", other: "Rakete" };
    const alone = await api.ask(query, { token, variables });

    expect(valuesOf(alone.data.one, "title")).toEqual(["Der Drache mit dem Schluckauf"]);
    expect(valuesOf(alone.data.other.stories, "title")).toEqual(["Zum Mond 🚀"]);
    expect((await joined.ask(query, { token, variables })).text).toBe(alone.text);
  });

  it.each([
    ["", "filter.search TOO_SHORT"],
    ["   ", "filter.search TOO_SHORT"],
    ['""', "filter.search TOO_SHORT"],
    ["x".repeat(101), "filter.search TOO_LONG"],
    ["a b c d e f g h i", "filter.search TOO_MANY"],
    ["a\0b", "filter.search INVALID_TEXT"],
  ])("refuses %j", async (search, refusal) => {
    expect(await refusalOf(search)).toEqual([refusal]);
  });

  it.each([
    "🦊".repeat(100),
    "a b c d e f g h",
    "\\",
    "%_\\",
    "'; DROP TABLE stories; --",
    "\u0308",
    '"',
    "-",
    "{a,b}",
    "NULL",
  ])("takes %j and answers no error of ours", async (search) => {
    expect(["undefined", "filter.search TOO_SHORT"]).toContain(String(await refusalOf(search)));
  });

  it("of an admin is in the texts of one account", async () => {
    const variables = { id: anna.id, search: "Drachenhöhle" };
    const { data, errors } = await api.ask(OF_USER, { token: admin, variables });

    expect(errors).toEqual([]);
    expect(valuesOf(data.stories, "title")).toEqual(["Der Drache mit dem Schluckauf"]);
    expect(data.user.stories).toEqual(data.stories);
  });

  it.each([
    ['{ stories(filter: { search: "Drache" }) { nodes { title } } }', "filter.search"],
    ['{ users { nodes { stories(filter: { search: "Drache" }) { totalCount } } } }', "nodes.stories.filter.search"],
    [
      '{ drawings { edges { node { stories(filter: { search: "Drache" }) { totalCount } } } } }',
      "edges.node.stories.filter.search",
    ],
    [
      '{ tutorials { nodes { drawings { nodes { user { stories(filter: { search: "Drache" }) { totalCount } } } } } } }',
      "nodes.drawings.nodes.user.stories.filter.search",
    ],
  ])("of an admin in everyone's texts is refused, and reads none: %s", async (query, path) => {
    for (const asked of [api, joined]) {
      const { errors, data } = await asked.ask(query, { token: admin });

      expect(errors[0]?.extensions.code).toBe("BAD_USER_INPUT");
      expect(errors[0]?.extensions.fields?.map((field) => field.path.join("."))).toEqual([path]);
      expect(JSON.stringify(data ?? null)).not.toContain("Drache");
      const own = await asked.ask(query, { token });
      expect(own.errors.map(({ extensions }) => extensions.code)).toEqual(query.includes("users") ? ["FORBIDDEN"] : []);
    }
  });

  it("finds accounts for an admin by name and email, letter by letter", async () => {
    const of = (search: string) => find(USERS, search, "email", { token: admin });

    expect(await of("nov")).toEqual(["anna.mueller@novadraw.example", "ben@novadraw.example"]);
    expect(await of("muller")).toEqual(["anna.mueller@novadraw.example"]);
    expect(await of("Müller ÄNNE")).toEqual(["anna.mueller@novadraw.example"]);
    expect(await of("novadraw -ben")).toEqual(["anna.mueller@novadraw.example"]);
    expect(await of("be")).toEqual(["ben@novadraw.example"]);
    expect(await of("nova_raw")).toEqual([]);
    expect((await api.ask(USERS, { token, variables: { search: "ben" } })).errors[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("finds an account by its new email and name, and no longer by the old ones", async () => {
    const user = await api.world.user({ name: "Caspar", email: "caspar@novadraw.example" });
    await api.opened.database.query("UPDATE users SET name = 'Melchior', email = 'melchior@x.example' WHERE id = $1", [
      user.id,
    ]);

    expect(await find(USERS, "melch", "email", { token: admin })).toEqual(["melchior@x.example"]);
    expect(await find(USERS, "caspar", "email", { token: admin })).toEqual([]);
  });

  it("finds a story by its title in German", async () => {
    const mia = await api.world.user();
    await api.world.story(mia, { title: "The brave snail", titleDe: "Die mutige Weinbergschnecke" });
    const titles = (search: string) => find(STORIES, search, "title", { token: miasToken });
    const miasToken = await api.world.token(mia);

    expect([await titles("weinberg"), await titles("schnecken"), await titles("snails")]).toEqual(
      Array(3).fill(["The brave snail"]),
    );
  });

  it("finds tutorials for everyone, by subject, category and description", async () => {
    await api.world.tutorial({
      subject: "Elefant",
      category: "Säugetiere",
      descriptionDe: "Mit Rüssel.",
      descriptionEn: "A trunk.",
    });

    for (const search of ["elefanten", "saeugetier", "ruessel", "trunks", "elefant rüssel"])
      expect([search, await find(TUTORIALS, search, "subject", {})]).toEqual([search, ["Elefant"]]);
    expect(await find(TUTORIALS, "elefant -rüssel", "subject", {})).toEqual([]);
  });

  it("weighs a thousand rows in one's own stories, and a hundred under each of another list", async () => {
    const rows = async (query: string) => {
      const { extensions } = await api.ask(query, { token, headers: { "graphql-cost": "1" } });
      return extensions?.cost?.rows ?? 0;
    };
    const [plain, searched] = ["", 'filter: { search: "fuchs" }'].map(
      (filter) => `{ stories(first: 1, ${filter}) { nodes { id } } }`,
    );
    const under = (filter: string) =>
      `{ me { drawings(first: 10) { nodes { stories(first: 1, ${filter}) { nodes { id } } } } } }`;

    expect((await rows(searched ?? "")) - (await rows(plain ?? ""))).toBe(1_000);
    expect((await rows(under('filter: { search: "fuchs" }'))) - (await rows(under("")))).toBe(1_000);
  });

  it("is never in the log", async () => {
    const search = "a-secret-of-a-child";
    await find(STORIES, search, "title");

    expect(api.logLines.join("\n")).not.toContain(search);
  });

  it("finds stories by where they come from", async () => {
    const { id } = await api.world.story(anna, { title: "Von einer KI", aiModel: "a model" });
    const of = async (origin: StoryOrigin) => {
      const query = "query ($origin: StoryOrigin!) { stories(first: 100, filter: { origin: $origin }) { nodes { title } } }";
      return valuesOf((await api.ask(query, { token, variables: { origin } })).data.stories, "title");
    };

    expect(await of(StoryOrigin.AI)).toEqual(["Von einer KI"]);
    expect((await of(StoryOrigin.HUMAN)).length).toBe(texts.length);
    await api.opened.database.query("DELETE FROM stories WHERE id = $1", [id]);
  });
});
