import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { IsNull } from "typeorm";
import { FillSearchTextOfStories1795800030100 } from "../../migrations/1795800030100-FillSearchTextOfStories.js";
import { FillSearchTextOfTutorials1795800030200 } from "../../migrations/1795800030200-FillSearchTextOfTutorials.js";
import { FillSearchTextOfUsers1795800030300 } from "../../migrations/1795800030300-FillSearchTextOfUsers.js";
import { Story } from "../../src/entities/Story.js";
import { openDatabase, type TestDatabase } from "../support/openDatabase.js";
import { World } from "../support/World.js";

const FILLINGS = [
  new FillSearchTextOfStories1795800030100(),
  new FillSearchTextOfTutorials1795800030200(),
  new FillSearchTextOfUsers1795800030300(),
];

describe("the text that is searched", () => {
  let opened: TestDatabase;
  let world: World;
  beforeAll(async () => {
    opened = await openDatabase();
    world = new World(opened.database);
  });
  afterAll(() => opened.close());

  const rowOf = async (table: string, id: string) =>
    (await opened.database.query(`SELECT search_text, updated_at FROM ${table} WHERE id = $1`, [id]))[0];

  it("is kept by the database: folded, with spaces between, and what is absent left out", async () => {
    const user = await world.user({ name: null, email: "äöü@example.org" });
    const story = await world.story(user, {
      title: "GROSSE Straße",
      storyTextDe: "Ein\n\t Bär",
      storyTextEn: "Cafe\u0301 queue",
    });
    const tutorial = await world.tutorial({ subject: "Fuchs", category: "Tiere", descriptionEn: "A fox." });

    expect((await rowOf("users", user.id)).search_text).toBe(" aou@example.org");
    expect((await rowOf("stories", story.id)).search_text).toBe(" grosse strasse ein bar cafe quu");
    expect((await rowOf("tutorials", tutorial.id)).search_text).toBe(" fuchs tiere a fox.");
  });

  it("is filled in the rows that are there as the database keeps it, and updated_at stays", async () => {
    const user = await world.user({ name: "Zoë" });
    const rows = [
      ["users", user.id],
      ["stories", (await world.story(user)).id],
      ["tutorials", (await world.tutorial({ descriptionDe: "Ein Fuchs." })).id],
    ] as const;
    const before = await Promise.all(rows.map(([table, id]) => rowOf(table, id)));
    for (const [table] of rows) await opened.database.query(`UPDATE ${table} SET search_text = NULL`);
    const runner = opened.database.createQueryRunner();
    for (const filling of FILLINGS) {
      await filling.down(runner);
      await filling.up(runner);
    }
    await runner.release();

    expect(await Promise.all(rows.map(([table, id]) => rowOf(table, id)))).toEqual(before);
    expect(await opened.database.getRepository(Story).countBy({ searchText: IsNull() })).toBe(0);
  });

  it("changes with its texts, and updated_at with them alone", async () => {
    const { id, updatedAt } = await world.story(await world.user(), { title: "Before" });
    const change = async (set: string) => {
      await opened.database.query(`UPDATE stories SET ${set} WHERE id = $1`, [id]);
      return rowOf("stories", id);
    };

    expect(await change("search_text = 'something else'")).toEqual({ search_text: "something else", updated_at: updatedAt });
    expect((await change("title = title")).updated_at).toEqual(updatedAt);
    const changed = await change("title = 'After'");
    expect(changed.search_text).toContain(" after ");
    expect(changed.updated_at.getTime()).toBeGreaterThan(updatedAt.getTime());
  });
});
