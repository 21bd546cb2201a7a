import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Story } from "../../../src/entities/Story.js";
import type { User } from "../../../src/entities/User.js";
import { TestApi } from "../../support/TestApi.js";

const MARK =
  "mutation ($ids: [ID!]!, $is: Boolean!) { setStoriesFavorite(ids: $ids, isFavorite: $is) { id isFavorite updatedAt } }";
const DELETE_STORIES = "mutation ($ids: [ID!]!) { deleteStories(ids: $ids) }";
const DELETE_DRAWINGS = "mutation ($ids: [ID!]!) { deleteDrawings(ids: $ids) }";

describe("bulk changes", () => {
  let api: TestApi;
  let anna: User;
  let token: string;
  let stories: readonly Story[];
  beforeAll(async () => {
    api = await TestApi.open();
  });
  beforeEach(async () => {
    anna = await api.world.user();
    token = await api.world.token(anna);
    stories = [await api.world.story(anna), await api.world.story(anna), await api.world.story(anna)];
  });
  afterAll(() => api.close());

  const send = (query: string, ids: readonly string[], is = true) => api.ask(query, { token, variables: { ids, is } });
  const ids = () => stories.map(({ id }) => id);
  const favorites = async () =>
    (await api.opened.database.query("SELECT id FROM stories WHERE user_id = $1 AND is_favorite", [anna.id])).length;
  const left = async (table: string) =>
    (await api.opened.database.query(`SELECT id FROM ${table} WHERE user_id = $1`, [anna.id])).length;

  it("setStoriesFavorite marks stories, and answers them in the order that was sent", async () => {
    const [first, second, third] = ids();

    const { data, errors } = await send(MARK, [third ?? "", first ?? ""]);

    expect(errors).toEqual([]);
    expect(data.setStoriesFavorite).toMatchObject([
      { id: third, isFavorite: true },
      { id: first, isFavorite: true },
    ]);
    expect(await favorites()).toBe(2);
    expect((await send(MARK, [second ?? ""], false)).data.setStoriesFavorite).toMatchObject([
      { id: second, isFavorite: false },
    ]);
  });

  it("the same twice is the same: nothing changes, updatedAt neither, and an id that stands twice counts once", async () => {
    const once = await send(MARK, ids());
    const twice = await send(MARK, [...ids(), ...ids()]);

    expect(twice.text).toBe(once.text);
  });

  it("deleteStories and deleteDrawings delete all that are named, and answer their ids", async () => {
    const drawings = [await api.world.drawing(anna), await api.world.drawing(anna)];
    const about = await api.world.story(anna, { drawingId: drawings[0]?.id });

    expect((await send(DELETE_STORIES, ids())).data).toEqual({ deleteStories: ids() });
    expect(
      (
        await send(
          DELETE_DRAWINGS,
          drawings.map(({ id }) => id),
        )
      ).data,
    ).toEqual({
      deleteDrawings: drawings.map(({ id }) => id),
    });
    expect([await left("stories"), await left("drawings")]).toEqual([1, 0]);
    const { data } = await api.ask(`{ story(id: "${about.id}") { drawing { id } } }`, { token });
    expect(data.story.drawing).toBeNull();
  });

  it.each([
    ["setStoriesFavorite", MARK, "story"],
    ["deleteStories", DELETE_STORIES, "story"],
    ["deleteDrawings", DELETE_DRAWINGS, "drawing"],
  ] as const)(
    "%s changes all or nothing, and names the places of ids that are nobody's or another's",
    async (_name, query, kind) => {
      const ben = await api.world.user();
      const make = (user: User) => (kind === "story" ? api.world.story(user) : api.world.drawing(user));
      const [own, theirs] = [await make(anna), await make(ben)];
      const before = [await left("stories"), await left("drawings"), await favorites()];

      const { errors, data } = await send(query, [own.id, theirs.id, own.id, randomUUID()]);

      expect(Object.values(data)).toEqual([null]);
      expect(errors[0]?.extensions.code).toBe("NOT_FOUND");
      expect(errors[0]?.extensions.fields?.map(({ path, code }) => `${path.join(".")} ${code}`)).toEqual([
        "ids.1 NOT_FOUND",
        "ids.3 NOT_FOUND",
      ]);
      expect([await left("stories"), await left("drawings"), await favorites()]).toEqual(before);
    },
  );

  it.each([MARK, DELETE_STORIES, DELETE_DRAWINGS])("take 50 ids at most, and none: %s", async (query) => {
    const tooMany = await send(
      query,
      Array.from({ length: 51 }, () => randomUUID()),
    );
    const none = await send(query, []);

    expect(tooMany.errors[0]?.extensions.fields).toMatchObject([{ path: ["ids"], code: "TOO_MANY" }]);
    expect([none.errors, Object.values(none.data)]).toEqual([[], [[]]]);
  });

  it("delete 50 at once", async () => {
    const many = await Promise.all(Array.from({ length: 50 }, () => api.world.story(anna)));

    expect(
      (
        await send(
          DELETE_STORIES,
          many.map(({ id }) => id),
        )
      ).data.deleteStories.length,
    ).toBe(50);
    expect(await left("stories")).toBe(3);
  });

  it("say which id is no UUID", async () => {
    const { errors } = await send(DELETE_STORIES, [ids()[0] ?? "", "no id"]);

    expect(errors[0]?.extensions.fields).toMatchObject([{ path: ["ids", 1], code: "INVALID_ID" }]);
  });
});
