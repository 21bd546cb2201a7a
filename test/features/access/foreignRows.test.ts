import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type GraphQLObjectType, getNamedType, isLeafType } from "graphql";
import { schema } from "../../support/referenceReader.js";
import { TestApi } from "../../support/TestApi.js";
import { mutationArguments, type Owned, ownedRows, tokensOf } from "./roles.js";

const url = "https://images.example.org/x.png";
/** Each mutation that names an owner's row, with the arguments that another user sends. A nested id is listed by its path. */
const ATTEMPTS: Record<string, (owned: Owned) => [field: string, given: string]> = {
  ...Object.fromEntries(
    [
      "endSession",
      "withdrawConsent",
      "updateDrawing",
      "addEditedImage",
      "removeEditedImage",
      "deleteDrawing",
      "deleteDrawings",
      "updateStory",
      "setStoryFavorite",
      "deleteStory",
      "setStoriesFavorite",
      "deleteStories",
    ].map((field) => [field, (owned: Owned): [string, string] => [field, mutationArguments(owned)[field] ?? ""]]),
  ),
  "createDrawing input.pictureId": ({ picture }) => ["createDrawing", `input: { pictureId: "${picture}" }`],
  "updateDrawing input.pictureId, on a drawing of one's own": ({ drawing, picture }) => [
    "updateDrawing",
    `id: "${drawing}", input: { pictureId: "${picture}" }`,
  ],
  "requestStory input.drawingId": (owned) => ["requestStory", mutationArguments(owned).requestStory ?? ""],
  "createStory input.drawingId": (owned) => ["createStory", mutationArguments(owned).createStory ?? ""],
  "updateStory input.drawingId, on a story of one's own": ({ drawing, story }) => [
    "updateStory",
    `id: "${story}", input: { drawingId: "${drawing}" }`,
  ],
};

/** Another user's row cannot be told from an absent one: docs/guarantees.md#a3. */
describe("a write on another user's row", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it.each(Object.keys(ATTEMPTS))("by %s answers as for an absent row, and changes nothing", async (name) => {
    const owned = await ownedRows(api);
    const { other = "", admin = "" } = await tokensOf(api, owned);
    const before = await contents(owned);

    for (const token of [other, admin]) {
      const { data } = await api.ask(
        `mutation { createStory(input: { title: "Mine", storyTextEn: "", storyTextDe: "", imageUrl: "${url}" }) { id } }`,
        { token },
      );
      const isOwn = name.includes("of one's own");
      const drawing = (await api.ask("mutation { createDrawing(input: {}) { id } }", { token })).data.createDrawing.id;
      const own = {
        ...owned,
        story: isOwn ? data.createStory.id : owned.story,
        ...(name.startsWith("updateDrawing input") && { drawing }),
      };
      const absent = {
        ...own,
        session: randomUUID(),
        consent: randomUUID(),
        drawing: name.startsWith("updateDrawing input") ? drawing : randomUUID(),
        picture: randomUUID(),
        story: isOwn ? own.story : randomUUID(),
      };
      const foreign = await api.ask(mutationOf(name, own), { token });
      expect(foreign.errors[0]?.extensions.code).toBe("NOT_FOUND");
      expect(foreign.text).toBe((await api.ask(mutationOf(name, absent), { token })).text);
    }

    expect(await contents(owned)).toEqual(before);
  });

  const contents = ({ user }: Owned) =>
    api.opened.database.query(
      `SELECT (SELECT jsonb_agg(d) FROM drawings d WHERE user_id = $1) AS drawings, (SELECT jsonb_agg(s) FROM stories s WHERE user_id = $1) AS stories,
        (SELECT jsonb_agg(id) FROM sessions WHERE user_id = $1) AS sessions, (SELECT jsonb_agg(c) FROM consents c WHERE user_id = $1) AS consents`,
      [user],
    );
});

function mutationOf(name: string, owned: Owned): string {
  const [field, given] = ATTEMPTS[name]?.(owned) ?? ["", ""];
  const type = (schema.getMutationType() as GraphQLObjectType).getFields()[field]?.type;
  return `mutation { ${field}(${given}) ${type && isLeafType(getNamedType(type)) ? "" : "{ id }"} }`;
}
