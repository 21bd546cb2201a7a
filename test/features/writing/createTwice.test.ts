import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Role } from "../../../src/entities/Role.js";
import { TestApi } from "../../support/TestApi.js";

const imageUrl = "https://images.example.org/x.png";
const step = { instructionEn: "a", instructionDe: "b", imageUrl };
/** Each create, with content and other content. */
const CREATES = [
  ["createDrawing", "CreateDrawingInput", "drawings", { editedImagesUrls: [imageUrl] }, { editedImagesUrls: [] }],
  ["createStory", "CreateStoryInput", "stories", storyOf("A"), storyOf("B")],
  ["createTutorial", "CreateTutorialInput", "tutorials", { category: "a", subject: "b", steps: [step] }, tutorialOf("c")],
] as const;

function storyOf(title: string) {
  return { title, storyTextEn: "Once.", storyTextDe: "Einmal.", imageUrl };
}
function tutorialOf(instructionEn: string) {
  return { category: "a", subject: "b", steps: [{ ...step, instructionEn }] };
}

/** A create that is sent twice makes one row: docs/guarantees.md#f12. */
describe("a create with an id that the client made", () => {
  let api: TestApi;
  let tokens: [string, string];
  beforeAll(async () => {
    api = await TestApi.open();
    const admin = async () => api.world.token(await api.world.user({ role: Role.ADMIN }));
    tokens = [await admin(), await admin()];
  });
  afterAll(() => api.close());

  describe.each(CREATES)("%s", (name, inputType, table, content, otherContent) => {
    const send = (input: object, token = tokens[0]) =>
      api.ask(`mutation ($input: ${inputType}!) { ${name}(input: $input) { id createdAt } }`, { token, variables: { input } });
    const countOf = async (id: string) => {
      const [{ rows }] = await api.opened.database.query(`SELECT count(*)::int AS rows FROM ${table} WHERE id = $1`, [id]);
      return rows;
    };

    it("makes one row and answers it twice when it is sent twice", async () => {
      const id = randomUUID();

      const [first, second] = [await send({ ...content, id }), await send({ ...content, id: id.toUpperCase() })];

      expect(first.data[name]).toMatchObject({ id });
      expect(second.text).toBe(first.text);
      expect(await countOf(id)).toBe(1);
    });

    it("makes one row and answers it each time when it is sent many times at once", async () => {
      const id = randomUUID();

      const answers = await Promise.all(Array.from({ length: 8 }, () => send({ ...content, id })));

      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect([answers[0]?.data[name].id, await countOf(id)]).toEqual([id, 1]);
    });

    it("is CONFLICT with other content, and changes nothing", async () => {
      const id = randomUUID();
      const first = await send({ ...content, id });

      const second = await send({ ...otherContent, id });

      expect([second.data, second.errors[0]?.extensions]).toEqual([{ [name]: null }, { code: "CONFLICT" }]);
      expect((await send({ ...content, id })).text).toBe(first.text);
    });
  });

  const codeOf = (name: string, id: string) => {
    const [, inputType, , content] = CREATES.find(([create]) => create === name) ?? CREATES[0];
    const query = `mutation ($input: ${inputType}!) { ${name}(input: $input) { id } }`;
    return api.codeOf(query, { token: tokens[0], variables: { input: { ...content, id } } });
  };

  it.each([
    ...CREATES.flatMap(([first]) => CREATES.filter(([other]) => other !== first).map(([other]) => [first, other] as const)),
  ])("is CONFLICT when %s has made the id and %s is sent with it", async (first, other) => {
    const id = randomUUID();

    const codes = [await codeOf(first, id), await codeOf(other, id), await codeOf(first, id)];

    expect(codes).toEqual([undefined, "CONFLICT", undefined]);
  });

  it("is CONFLICT for the id of an account and of a step", async () => {
    const user = await api.world.user();
    const tutorial = await api.world.tutorial();
    const taken = await api.world.step(tutorial, { stepNumber: 1 });

    for (const { id } of [user, taken, tutorial]) expect(await codeOf("createStory", id)).toBe("CONFLICT");
  });

  it("takes an id for one type only, when all types are sent at once", async () => {
    for (let round = 0; round < 10; round++) {
      const id = randomUUID();

      const codes = await Promise.all(CREATES.map(([name]) => codeOf(name, id)));

      expect([round, codes.sort()]).toEqual([round, ["CONFLICT", "CONFLICT", undefined]]);
    }
  });

  it("is CONFLICT for someone else's id, and tells nothing about the other row", async () => {
    const query = "mutation ($input: CreateDrawingInput!) { createDrawing(input: $input) { id } }";
    const id = randomUUID();
    await api.ask(query, { token: tokens[0], variables: { input: { id } } });
    const same = await api.ask(query, { token: tokens[1], variables: { input: { id } } });
    const other = await api.ask(query, { token: tokens[1], variables: { input: { id, uploadedImageUrl: imageUrl } } });

    expect(same.errors[0]?.extensions).toEqual({ code: "CONFLICT" });
    expect(same.text).toBe(other.text);
  });
});
