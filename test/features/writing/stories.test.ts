import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { User } from "../../../src/entities/User.js";
import { TestApi } from "../../support/TestApi.js";

const FIELDS = "{ id title storyTextEn storyTextDe imageUrl isFavorite generationTimeMs updatedAt user { id } drawing { id } }";
const create = `mutation ($input: CreateStoryInput!) { createStory(input: $input) ${FIELDS} }`;
const update = `mutation ($id: ID!, $input: UpdateStoryInput!, $at: DateTime) { updateStory(id: $id, input: $input, ifUpdatedAt: $at) ${FIELDS} }`;
const content = {
  title: "The fox",
  storyTextEn: "Once.",
  storyTextDe: "Einmal.",
  imageUrl: "https://images.example.org/fox.png",
};

describe("story mutations", () => {
  let api: TestApi;
  let anna: User;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  beforeEach(async () => {
    anna = await api.world.user();
    token = await api.world.token(anna);
  });
  afterAll(() => api.close());

  const fieldsOf = async (query: string, variables: Record<string, unknown>) => {
    const { errors } = await api.ask(query, { token, variables });
    return errors[0]?.extensions.fields?.map(({ path, code }) => `${path.join(".")} ${code}`).sort();
  };

  it("createStory makes a story about the viewer's own drawing", async () => {
    const drawing = await api.world.drawing(anna);
    const input = { ...content, drawingId: drawing.id, isFavorite: true, generationTimeMs: 1200 };

    const { data } = await api.ask(create, { token, variables: { input } });

    const { drawingId, ...columns } = input;
    expect(data.createStory).toMatchObject({ ...columns, user: { id: anna.id }, drawing: { id: drawingId } });
  });

  it("createStory marks what an AI wrote, for people in their language and for programs: docs/guarantees.md#p6", async () => {
    const MARK = "{ origin aiModel label german: label(language: DE) digitalSourceType }";
    const made = (input: object) =>
      api.ask(`mutation ($input: CreateStoryInput!) { createStory(input: $input) ${MARK} }`, {
        token,
        variables: { input: { ...content, ...input } },
      });

    const byModel = await made({ origin: "AI", aiModel: "storyteller-2" });
    const byTime = await made({ generationTimeMs: 1200 });
    const byHand = await made({});
    const contradiction = await made({ origin: "HUMAN", aiModel: "storyteller-2" });

    const mark = {
      origin: "AI",
      label: "An AI wrote this story.",
      german: "Diese Geschichte hat eine KI geschrieben.",
      digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    };
    expect(byModel.data.createStory).toEqual({ ...mark, aiModel: "storyteller-2" });
    expect(byTime.data.createStory).toEqual({ ...mark, aiModel: null });
    expect(byHand.data.createStory).toEqual({
      origin: "HUMAN",
      aiModel: null,
      label: null,
      german: null,
      digitalSourceType: null,
    });
    expect(contradiction.errors[0]?.extensions.fields).toMatchObject([{ path: ["input", "origin"], code: "INVALID_VALUE" }]);
  });

  it("a story of an AI is marked by the database, when a program that does not know the mark writes it", async () => {
    const { id } = await api.world.story(anna);
    await api.opened.database.query("UPDATE stories SET generation_time_ms = 7 WHERE id = $1", [id]);

    const { data } = await api.ask(`{ story(id: "${id}") { origin } }`, { token });

    expect(data.story.origin).toBe("AI");
  });

  it("createStory answers for another's drawing as for an absent one, and makes nothing", async () => {
    const foreign = await api.world.drawing(await api.world.user());
    const attempt = (drawingId: string) => api.ask(create, { token, variables: { input: { ...content, drawingId } } });

    const [others, absent] = [await attempt(foreign.id), await attempt(randomUUID())];

    expect(others.errors[0]?.extensions.code).toBe("NOT_FOUND");
    expect(others.text).toBe(absent.text);
    expect((await api.ask("{ stories { totalCount } }", { token })).data.stories.totalCount).toBe(0);
  });

  it("createStory names all that is wrong at once", async () => {
    const input = {
      ...content,
      title: "",
      storyTextEn: "x".repeat(20_001),
      storyTextDe: "a\0b",
      imageUrl: "no url",
      generationTimeMs: -1,
    };

    expect(await fieldsOf(create, { input })).toEqual([
      "input.generationTimeMs OUT_OF_RANGE",
      "input.imageUrl INVALID_URL",
      "input.storyTextDe INVALID_TEXT",
      "input.storyTextEn TOO_LONG",
      "input.title TOO_SHORT",
    ]);
  });

  it("createStory counts characters as PostgreSQL does", async () => {
    const long = (title: string) => api.codeOf(create, { token, variables: { input: { ...content, title } } });

    expect([await long("🦊".repeat(200)), await long("❤\uFE0F".repeat(100)), await long(`${"❤\uFE0F".repeat(100)}x`)]).toEqual([
      undefined,
      undefined,
      "BAD_USER_INPUT",
    ]);
  });

  it("hands texts back byte for byte", async () => {
    const text = fc.string({ unit: "binary", maxLength: 60 }).filter((value) => !value.includes("\0"));
    await fc.assert(
      fc.asyncProperty(text, text, async (storyTextEn, storyTextDe) => {
        const input = { ...content, storyTextEn, storyTextDe };
        const { data } = await api.ask(create, { token, variables: { input } });
        expect([data.createStory.storyTextEn, data.createStory.storyTextDe]).toEqual([storyTextEn, storyTextDe]);
      }),
      { numRuns: 50, examples: [["'; DROP TABLE users; --", "\u202Eأهلا e\u0301 👩‍👩‍👧"]] },
    );
  });

  it("updateStory leaves alone what is absent, unties the drawing for null, and refuses null for the rest", async () => {
    const drawing = await api.world.drawing(anna);
    const { id } = await api.world.story(anna, { ...content, drawingId: drawing.id });

    const renamed = (await api.ask(update, { token, variables: { id, input: { title: "The hare" } } })).data.updateStory;
    const untied = (await api.ask(update, { token, variables: { id, input: { drawingId: null } } })).data.updateStory;

    expect(renamed).toMatchObject({ ...content, title: "The hare", drawing: { id: drawing.id } });
    expect(untied).toMatchObject({ title: "The hare", drawing: null });
    const input = { title: null, storyTextEn: null, storyTextDe: null, imageUrl: null, isFavorite: null };
    expect(await fieldsOf(update, { id, input })).toEqual([
      "input.imageUrl NOT_NULL",
      "input.isFavorite NOT_NULL",
      "input.storyTextDe NOT_NULL",
      "input.storyTextEn NOT_NULL",
      "input.title NOT_NULL",
    ]);
  });

  it("updateStory ties no story to another's drawing, and overwrites no later change", async () => {
    const { id, updatedAt } = await api.world.story(anna, content);
    const foreign = await api.world.drawing(await api.world.user());
    const before = new Date(updatedAt.getTime() - 1).toISOString();

    expect(await api.codeOf(update, { token, variables: { id, input: { drawingId: foreign.id } } })).toBe("NOT_FOUND");
    const late = await api.ask(update, { token, variables: { id, at: before, input: { title: "Late" } } });
    expect(late.errors[0]?.extensions.code).toBe("CONFLICT");
    const at = late.errors[0]?.extensions.updatedAt ?? "";
    expect(new Date(at)).toEqual(updatedAt);
    const good = await api.ask(update, { token, variables: { id, at, input: { title: "Good" } } });
    expect(good.data.updateStory.title).toBe("Good");
  });

  it("setStoryFavorite marks and unmarks, and deleteStory deletes", async () => {
    const { id } = await api.world.story(anna);
    const mark = async (isFavorite: boolean) =>
      (await api.ask(`mutation { setStoryFavorite(id: "${id}", isFavorite: ${isFavorite}) { isFavorite } }`, { token })).data
        .setStoryFavorite.isFavorite;

    expect([await mark(true), await mark(true), await mark(false)]).toEqual([true, true, false]);
    expect((await api.ask(`mutation { deleteStory(id: "${id}") }`, { token })).data).toEqual({ deleteStory: id });
    expect(await api.codeOf(`mutation { deleteStory(id: "${id}") }`, { token })).toBe("NOT_FOUND");
    expect(await api.codeOf(`mutation { setStoryFavorite(id: "${id}", isFavorite: true) { id } }`, { token })).toBe(
      "NOT_FOUND",
    );
  });

  it("change nothing of another's story, for a child as for an admin", async () => {
    const { id } = await api.world.story(anna, content);
    const attempts = [
      `updateStory(id: "${id}", input: { title: "Mine" }) { id }`,
      `setStoryFavorite(id: "${id}", isFavorite: true) { id }`,
      `deleteStory(id: "${id}")`,
    ];

    for (const role of ["USER", "ADMIN"])
      for (const attempt of attempts) {
        const other = await api.world.token(await api.world.user({ role: role as never }));
        expect(await api.codeOf(`mutation { ${attempt} }`, { token: other })).toBe("NOT_FOUND");
        expect(await api.codeOf(`mutation { ${attempt} }`)).toBe("UNAUTHENTICATED");
      }

    expect((await api.ask(`{ story(id: "${id}") { title isFavorite } }`, { token })).data.story).toEqual({
      title: content.title,
      isFavorite: false,
    });
  });
});
