import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { parse, validate } from "graphql";
import type { User } from "../../src/entities/User.js";
import { askTogether, FEW_PLACES } from "../support/askTogether.js";
import { QueryWriter } from "../support/randomQuery.js";
import { randomWorld, store } from "../support/randomWorld.js";
import { loadTables, schema } from "../support/referenceReader.js";
import { type Asking, TestApi } from "../support/TestApi.js";

const STORY = "query ($id: ID!) { story(id: $id) { id title } }";
const MINE = "query ($yes: Boolean) { me { stories(filter: { isFavorite: $yes }) { nodes { title } } } }";
const ROOTS = ["me", "node", "user", "tutorial", "tutorials", "tutorialCategories", "drawing", "story"];
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const RUNS = Number(process.env.FUZZ_RUNS ?? 20);

describe("reads that wait together", () => {
  let api: TestApi;
  let anna: User;
  let token: string;
  beforeEach(async () => {
    api = await TestApi.open(FEW_PLACES);
    anna = await api.world.user({ name: "Anna" });
    token = await tokenOf(anna);
    // A shape is kept, and so the same for all, from its second time on.
    await story(randomUUID())();
  });
  afterEach(() => api.close());

  /** A token whose use is noted already. */
  const tokenOf = async (user: User) => {
    const made = await api.world.token(user);
    await api.ask("{ me { id } }", { token: made });
    return made;
  };
  const story =
    (id: string, asking: Asking = { token }) =>
    () =>
      api.ask(STORY, { variables: { id }, ...asking });
  const askStories = (ids: readonly string[]) =>
    askTogether(
      api,
      ids.map((id) => story(id)),
    );

  it("are answered by one statement, each with its own row", async () => {
    const stories = await Promise.all(Array.from({ length: 5 }, () => api.world.story(anna)));

    const { answers, statements } = await askStories(stories.map(({ id }) => id));

    expect(answers.map(({ data }) => data.story.title)).toEqual(stories.map(({ title }) => title));
    expect(statements.map(({ text }) => text.includes("unnest"))).toEqual([true]);
  });

  it("share a statement sixteen at a time at most", async () => {
    const { answers, statements } = await askStories(Array.from({ length: 35 }, () => randomUUID()));

    expect(answers.map(({ data }) => data.story)).toEqual(answers.map(() => null));
    const sizes = statements.map(({ values }) => (values[0] as unknown[]).length);
    expect([Math.max(...sizes), sizes.reduce((sum, size) => sum + size, 0)]).toEqual([16, 35]);
  });

  it(
    "answer byte for byte as each would alone, whoever asks for whichever rows",
    async () => {
      const alone = await TestApi.over(api, { JOIN_READS: "never" });
      let joined = 0;
      await fc.assert(
        fc.asyncProperty(randomWorld, fc.gen(), async (world, g) => {
          const { tokens } = await store(api.opened.database, world);
          const tables = await loadTables(api.opened.database);
          const query = new QueryWriter(g, tables, ROOTS).write();
          fc.pre(validate(schema, parse(query)).length === 0);
          const ids = Object.values(tables)
            .flat()
            .map(({ id }) => id);
          const other = () => ids[g(fc.nat, { max: ids.length - 1 })] ?? "";
          const queries = [query, query.replace(UUID, other), query.replace(UUID, other)];
          const asks = queries.flatMap((text) => tokens.map((one) => [text, one] as const));
          const expected: string[] = [];
          for (const [text, one] of asks) expected.push((await alone.ask(text, { token: one })).text);

          await api.ask(query, { token: tokens[0] });
          const together = asks.map(
            ([text, one]) =>
              () =>
                api.ask(text, { token: one }),
          );
          const { answers, statements } = await askTogether(api, together);

          expect(answers.map(({ text }) => text)).toEqual(expected);
          joined += statements.filter(({ text }) => text.includes("unnest")).length;
        }),
        { numRuns: RUNS },
      );
      await alone.http.close();

      expect(joined).toBeGreaterThan(RUNS / 4);
    },
    60_000 + RUNS * 5_000,
  );

  it("keep each viewer's rows apart, also when each asks for the other's", async () => {
    const ben = await api.world.user({ name: "Ben" });
    const bens = await tokenOf(ben);
    const [hers, his] = [await api.world.story(anna), await api.world.story(ben)];

    const { answers, statements } = await askTogether(api, [
      story(his.id, { token }),
      story(hers.id, { token: bens }),
      story(hers.id, { token }),
      story(his.id, { token: bens }),
    ]);

    expect(answers.map(({ data }) => data.story?.title)).toEqual([undefined, undefined, hers.title, his.title]);
    expect(statements.length).toBe(1);
  });

  it("join only those that give the same optional arguments", async () => {
    await api.world.story(anna, { title: "liked", isFavorite: true });
    await api.world.story(anna, { title: "other", isFavorite: false });
    const mine = (variables: Record<string, unknown>) => () => api.ask(MINE, { token, variables });

    await mine({})();
    await mine({ yes: true })();

    const { answers, statements } = await askTogether(api, [
      mine({}),
      mine({ yes: true }),
      mine({ yes: null }),
      mine({ yes: false }),
    ]);

    const titles = answers.map(({ data }) => data.me.stories.nodes.map(({ title }: { title: string }) => title).sort());
    expect(titles).toEqual([["liked", "other"], ["liked"], ["liked", "other"], ["other"]]);
    expect(statements.length).toBe(2);
  });

  it("do not join where a value is a list", async () => {
    const { id } = await api.world.story(anna);
    const some = (ids: readonly string[]) => () =>
      api.ask("query ($ids: [ID!]) { me { stories(filter: { ids: $ids }) { nodes { id } } } }", { token, variables: { ids } });

    const { answers, statements } = await askTogether(api, [some([id]), some([id, randomUUID()]), some([])]);

    expect(answers.map(({ data }) => data.me.stories.nodes.length)).toEqual([1, 1, 0]);
    expect(statements.map(({ text }) => text.includes("unnest"))).toEqual([false, false, false]);
  });

  it("refuse an ended token and answer the others", async () => {
    const { id, title } = await api.world.story(anna);
    const ended = await api.world.token(anna, new Date(Date.now() - 1000));

    const { answers, statements } = await askTogether(api, [
      story(id),
      story(id, { token: ended }),
      story(id, { token: "unknown" }),
      story(randomUUID()),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 200]);
    expect(answers[0]?.data.story.title).toBe(title);
    expect(statements.length).toBe(1);
  });

  it("are one where they are the same", async () => {
    const ask = () => api.ask("{ tutorials(first: 3) { totalCount } }");
    await ask();

    const { answers, statements } = await askTogether(api, [ask, ask, ask]);

    expect(answers.map(({ data }) => data.tutorials.totalCount)).toEqual([0, 0, 0]);
    expect(statements.length).toBe(1);
  });

  it("have what depends on no viewer sent once, and each the whole answer", async () => {
    const { id, subject } = await api.world.tutorial();
    const query = "{ tutorials { nodes { id subject } } me { name } }";
    const ben = await tokenOf(await api.world.user({ name: "Ben" }));
    const ended = await api.world.token(anna, new Date(Date.now() - 1000));
    await api.ask(query, { token });

    const { answers, statements } = await askTogether(
      api,
      [ended, token, ben].map((one) => () => api.ask(query, { token: one })),
    );

    const tutorials = { nodes: [{ id, subject }] };
    expect(answers.map(({ status, data }) => [status, data])).toEqual([
      [401, undefined],
      [200, { tutorials, me: { name: "Anna" } }],
      [200, { tutorials, me: { name: "Ben" } }],
    ]);
    const rows = statements.flatMap(({ text }) => (text.includes("unnest") ? [text.split("ordinal = 1").length - 1] : []));
    expect([statements.length, rows]).toEqual([1, [1]]);
  });

  it("are each read alone where the first answer is too long to be joined, with what is common to all in it", async () => {
    const texts = { storyTextEn: "x".repeat(20_000), storyTextDe: "y".repeat(20_000) };
    for (let count = 0; count < 10; count++) await api.world.story(anna, texts);
    const { subject } = await api.world.tutorial();
    const query = "{ tutorials { nodes { subject } } me { stories(first: 20) { nodes { storyTextEn storyTextDe } } } }";
    const ben = await tokenOf(await api.world.user({ name: "Ben" }));
    await api.ask(query, { token });

    const { answers } = await askTogether(
      api,
      [token, ben].map((one) => () => api.ask(query, { token: one })),
    );

    expect(answers.map(({ data }) => [data.tutorials.nodes, data.me.stories.nodes.length])).toEqual([
      [[{ subject }], 10],
      [[{ subject }], 0],
    ]);
  });

  it("go alone when their answer is long", async () => {
    const texts = { storyTextEn: "x".repeat(20_000), storyTextDe: "y".repeat(20_000) };
    const few = await api.world.user();
    for (let count = 0; count < 10; count++) await api.world.story(anna, texts);
    await api.world.story(few, texts);
    const long = "{ me { stories(first: 20) { nodes { storyTextEn storyTextDe } } } }";
    const fews = await tokenOf(few);
    await api.ask(long, { token });

    const { answers, statements } = await askTogether(api, [
      () => api.ask(long, { token }),
      () => api.ask(long, { token: fews }),
    ]);

    expect(answers.map(({ data }) => data.me.stories.nodes.length)).toEqual([10, 1]);
    expect(statements.map(({ text }) => text.includes("unnest"))).toEqual([true, false]);
  });

  /** Makes each reading of the story with this title fail. */
  const poison = (title: string, code: string) =>
    api.opened.database.query(`
      CREATE SEQUENCE tries;
      CREATE FUNCTION poisoned(title text) RETURNS varchar LANGUAGE plpgsql AS $$ BEGIN
        IF title = '${title}' THEN PERFORM nextval('tries'); RAISE EXCEPTION 'poison' USING ERRCODE = '${code}'; END IF;
        RETURN title;
      END $$;
      ALTER TABLE stories RENAME TO stories_as_they_are;
      CREATE VIEW stories AS SELECT id, user_id, poisoned(title) AS title FROM stories_as_they_are`);
  const tries = async () => {
    const [row] = await api.opened.database.query<{ tries: number }[]>("SELECT last_value::int AS tries FROM tries");
    return row?.tries;
  };

  it.each([
    ["fails", "22000", "INTERNAL_SERVER_ERROR"],
    ["takes too long", "57014", "UNAVAILABLE"],
    ["has a damaged row", "XX001", "UNAVAILABLE"],
  ])(
    "are no worse off for one that %s: each runs alone, once, and the shape stays apart for a while",
    async (_what, state, code) => {
      const stories = await Promise.all(["one", "poison", "two"].map((title) => api.world.story(anna, { title })));
      const ids = stories.map(({ id }) => id);
      await poison("poison", state);

      const first = await askStories(ids);
      const second = await askStories([ids[0] ?? "", ids[2] ?? ""]);

      expect(first.answers.map(({ data }) => data?.story?.title)).toEqual(["one", undefined, "two"]);
      expect(first.answers.map(({ errors }) => errors[0]?.extensions.code)).toEqual([undefined, code, undefined]);
      expect(first.statements.map(({ text }) => text.includes("unnest"))).toEqual([true, false, false, false]);
      expect(await tries()).toBe(2);
      expect(second.answers.map(({ data }) => data.story.title)).toEqual(["one", "two"]);
      expect(second.statements.map(({ text }) => text.includes("unnest"))).toEqual([false, false]);
      expect((await api.metrics?.text())?.text).toContain("\nnovadraw_reads_alone_total 3\n");
    },
  );
});

describe("a read that finds a slot", () => {
  it("is sent at once and alone, by a statement of its own", async () => {
    const api = await TestApi.open(FEW_PLACES);

    await api.ask(STORY, { variables: { id: randomUUID() } });

    expect(api.statements.map(({ text }) => text.includes("unnest"))).toEqual([false]);
    expect((await api.metrics?.text())?.text).toContain('\nnovadraw_statement_members_bucket{le="1"} 1\n');
    await api.close();
  });
});
