import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { changeRow } from "../../packages/engine/src/writes/changeRow.js";
import { insertOnce } from "../../packages/engine/src/writes/insertOnce.js";
import { insertRows } from "../../packages/engine/src/writes/insertRows.js";
import { Story } from "../../src/entities/Story.js";
import { TestApi } from "../support/TestApi.js";

describe("a row with a property that has no column", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it("is refused by name, whether it is inserted or changed, and nothing is written", async () => {
    const user = await api.world.user();
    const story = await api.world.story(user, { title: "As it was" });
    const { manager } = api.opened.database;
    const row = { userId: user.id, title: "Lost", mood: "sad", weather: "rain" } as Partial<Story>;

    const refusals = await Promise.allSettled([
      insertOnce(manager, Story, row),
      insertRows(manager, Story, [row]),
      changeRow(manager, Story, story.id, row),
    ]);

    for (const refusal of refusals)
      expect(refusal).toMatchObject({
        reason: { message: "Story.mood, Story.weather: no column of that name to write" },
      });
    expect(await manager.findBy(Story, { userId: user.id })).toMatchObject([{ title: "As it was" }]);
  });
});
