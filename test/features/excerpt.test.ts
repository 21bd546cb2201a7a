import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { User } from "../../src/entities/User.js";
import { beginningOf } from "../support/beginningOf.js";
import { TestApi } from "../support/TestApi.js";

const LIST = `query ($most: Int!, $language: Language! = EN) {
  stories(orderBy: { field: CREATED_AT, direction: ASC }) { nodes { excerpt(length: $most, language: $language) } } }`;
const TEXTS = [
  "Once there was a dragon who could not stop sneezing.",
  "Exactly twenty chars",
  "Exactly twenty chars.",
  "Donaudampfschifffahrtskapitän",
  "   Three spaces lead to a word",
  "Lines\nand\u2003wide spaces\nbreak it as well",
  "🐉 🐉 🐉 🐉 🐉 🐉 🐉 🐉 🐉 🐉 🐉 🐉",
  "no\u00a0break\u00a0spaces\u00a0are\u00a0no\u00a0breaks",
  "",
];

describe("the excerpt of a story", () => {
  let api: TestApi;
  let anna: User;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open();
    anna = await api.world.user();
    token = await api.world.token(anna);
    for (const storyTextEn of TEXTS)
      await api.world.story(anna, { storyTextEn, storyTextDe: "Es war einmal ein Drache, der nieste." });
  });
  afterAll(() => api.close());

  const excerpts = async (variables: Record<string, unknown>) =>
    (await api.ask(LIST, { token, variables })).data.stories.nodes.map(({ excerpt }: { excerpt: string }) => excerpt);

  it("is cut between words, with … where there is more, and is never longer than asked for", async () => {
    expect(await excerpts({ most: 20 })).toEqual([
      "Once there was a…",
      "Exactly twenty chars",
      "Exactly twenty…",
      "Donaudampfschifffah…",
      "   Three spaces…",
      "Lines\nand\u2003wide…",
      "🐉 🐉 🐉 🐉 🐉 🐉 🐉 🐉 🐉 🐉…",
      "no\u00a0break\u00a0spaces\u00a0are…".slice(0, 19).concat("…"),
      "Es war einmal ein…",
    ]);
  });

  it.each([20, 21, 25, 30, 1000])("is of %i characters what a plain reader finds", async (most) => {
    const told = TEXTS.map((text) => text || "Es war einmal ein Drache, der nieste.");

    const found = await excerpts({ most });

    expect(found).toEqual(told.map((text) => beginningOf(text, most)));
    for (const excerpt of found) expect([...excerpt].length).toBeLessThanOrEqual(most);
  });

  it("is in the language asked for, and has 200 characters where none are named", async () => {
    const ben = await api.world.user();
    const long = await api.world.story(ben, { storyTextEn: "word ".repeat(100), storyTextDe: "Wort ".repeat(100) });
    const { data } = await api.ask(`{ story(id: "${long.id}") { excerpt de: excerpt(language: DE, length: 22) } }`, {
      token: await api.world.token(ben),
    });

    expect(data.story).toEqual({ excerpt: `${"word ".repeat(40).trim()}…`, de: "Wort Wort Wort Wort…" });
  });

  it("is one statement, whatever its length is", async () => {
    const before = api.statements.length;

    await excerpts({ most: 40 });
    await excerpts({ most: 41 });

    const [one, other, ...more] = api.statements.slice(before);
    expect(one?.text).toBe(other?.text);
    expect(more).toEqual([]);
  });

  it.each([19, 1001, 0, -1, 2147483647])(
    "is refused with a length of %i, by the field and with what would pass",
    async (most) => {
      const { errors } = await api.ask(LIST, { token, variables: { most } });

      expect(errors).toEqual([
        expect.objectContaining({
          message: "Send a number from 20 to 1000.",
          extensions: expect.objectContaining({
            code: "BAD_USER_INPUT",
            fields: [expect.objectContaining({ path: ["nodes", "excerpt", "length"], code: "OUT_OF_RANGE" })],
          }),
        }),
      ]);
    },
  );
});
