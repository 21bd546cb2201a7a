import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Role } from "../../src/entities/Role.js";
import type { Tutorial } from "../../src/entities/Tutorial.js";
import { TestApi } from "../support/TestApi.js";

describe("the filters of lists", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  const idsOf = async (list: string, filter: string, token?: string): Promise<string[]> => {
    const { data, errors } = await api.ask(`{ list: ${list}(filter: { ${filter} }) { nodes { id } totalCount } }`, { token });
    expect(errors).toEqual([]);
    expect(data.list.totalCount).toBe(data.list.nodes.length);
    return data.list.nodes.map(({ id }: { id: string }) => id).sort();
  };
  const ids = (...rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();
  const quoted = (rows: readonly { id: string }[]) => `[${rows.map(({ id }) => `"${id}"`)}]`;

  it("find tutorials by category and subject in any case, umlauts too", async () => {
    const vehicles = await api.world.tutorial({ category: "Straßenfahrzeuge Ä", subject: "Der Öltanker" });
    const other = await api.world.tutorial({ category: "straßenfahrzeuge ä", subject: "der bus" });

    expect(await idsOf("tutorials", 'category: "STRAßENFAHRZEUGE Ä"')).toEqual(ids(vehicles, other));
    expect(await idsOf("tutorials", 'subject: "DER ÖLTANKER"')).toEqual(ids(vehicles));
    expect(await idsOf("tutorials", 'category: "%", subject: "_er bus"')).toEqual([]);
  });

  it("have PostgreSQL fold no longer text than could be one of the column's", async () => {
    const longest = "ᾂ".repeat(100);
    const tutorial = await api.world.tutorial({ category: longest });

    const found = await idsOf("tutorials", `category: "${longest.normalize("NFD")}"`);
    const before = api.statements.length;
    const inVain = await idsOf("tutorials", `category: "${longest}${"x".repeat(100_000)}", subject: "${"é".repeat(100_000)}"`);

    const sent = api.statements.slice(before).flatMap(({ values }) => values);
    expect([found, inVain]).toEqual([ids(tutorial), []]);
    expect(Math.max(...sent.map((value) => String(value).length))).toBe(1_600);
  });

  it("find rows by their ids, and nobody else's", async () => {
    const [user, stranger] = [await api.world.user(), await api.world.user()];
    const token = await api.world.token(user);
    const [a, b, theirs] = [await api.world.drawing(user), await api.world.drawing(user), await api.world.drawing(stranger)];
    const tutorial: Tutorial = await api.world.tutorial();
    const story = await api.world.story(user);

    expect(await idsOf("drawings", `ids: ${quoted([a, theirs, { id: randomUUID() }])}`, token)).toEqual(ids(a));
    expect(await idsOf("drawings", `ids: ${quoted([a, b, a])}`, token)).toEqual(ids(a, b));
    expect(await idsOf("drawings", "ids: []", token)).toEqual([]);
    expect(await idsOf("drawings", "ids: null", token)).toEqual(ids(a, b));
    expect(await idsOf("tutorials", `ids: ${quoted([tutorial])}`)).toEqual(ids(tutorial));
    expect(await idsOf("stories", `ids: ${quoted([story])}`, token)).toEqual(ids(story));
  });

  it("find drawings with a story or without any, also under a tutorial", async () => {
    const user = await api.world.user();
    const token = await api.world.token(user);
    const tutorial = await api.world.tutorial();
    const told = await api.world.drawing(user, { tutorialId: tutorial.id });
    const untold = await api.world.drawing(user, { tutorialId: tutorial.id });
    await api.world.story(user, { drawingId: told.id });

    expect(await idsOf("drawings", "hasStory: true", token)).toEqual(ids(told));
    expect(await idsOf("drawings", "hasStory: false", token)).toEqual(ids(untold));
    const { data } = await api.ask(
      `query ($has: Boolean) { tutorial(id: "${tutorial.id}") { drawings(filter: { hasStory: $has }) { nodes { id } } } }`,
      { token, variables: { has: false } },
    );
    expect(data.tutorial.drawings.nodes).toEqual([{ id: untold.id }]);
  });

  it("find drawings and stories that were made before an instant", async () => {
    const user = await api.world.user();
    const token = await api.world.token(user);
    const [drawing, story] = [await api.world.drawing(user), await api.world.story(user)];
    for (const [table, id] of [["drawings", drawing.id] as const, ["stories", story.id] as const])
      await api.opened.database.query(`UPDATE ${table} SET created_at = '2026-01-01T12:00:00.000500Z' WHERE id = $1`, [id]);
    const before = 'createdBefore: "2026-01-01T12:00:00.000501Z"';
    const at = 'createdBefore: "2026-01-01T12:00:00.000500Z"';

    expect([await idsOf("drawings", before, token), await idsOf("drawings", at, token)]).toEqual([ids(drawing), []]);
    expect([await idsOf("stories", before, token), await idsOf("stories", at, token)]).toEqual([ids(story), []]);
  });

  it("find the drawings and stories of one account, for an admin; a child finds none but their own", async () => {
    const [anna, ben] = [await api.world.user(), await api.world.user()];
    const admin = await api.world.token(await api.world.user({ role: Role.ADMIN }));
    const token = await api.world.token(anna);
    const [drawing, story] = [await api.world.drawing(ben), await api.world.story(ben)];
    const own = await api.world.story(anna);
    const ofBen = `userId: "${ben.id}"`;

    expect(await idsOf("drawings", ofBen, admin)).toEqual(ids(drawing));
    expect(await idsOf("stories", ofBen, admin)).toEqual(ids(story));
    expect([await idsOf("drawings", ofBen, token), await idsOf("stories", ofBen, token)]).toEqual([[], []]);
    expect(await idsOf("stories", `userId: "${anna.id}"`, token)).toEqual(ids(own));
  });

  it("find accounts by role, by when they were made, and by their ids", async () => {
    const old = await api.world.user({ role: Role.ADMIN });
    await api.opened.database.query("UPDATE users SET created_at = '2020-01-01T00:00:00Z' WHERE id = $1", [old.id]);
    const admin = await api.world.token(old);
    const children = await idsOf("users", 'role: USER, createdAfter: "2020-01-01T00:00:00Z"', admin);

    expect(children).not.toContain(old.id);
    expect(await idsOf("users", 'role: ADMIN, createdBefore: "2020-01-01T00:00:00.000001Z"', admin)).toEqual(ids(old));
    expect(await idsOf("users", `ids: ${quoted([old, { id: children[0] ?? "" }])}`, admin)).toEqual(
      ids(old, { id: children[0] ?? "" }),
    );
  });

  it("have an index for each, on the folded text where the case does not matter", async () => {
    const indexes: { indexdef: string }[] = await api.opened.database.query(
      "SELECT indexdef FROM pg_indexes WHERE indexname LIKE '%\\_folded' ORDER BY indexname",
    );

    expect(indexes.map(({ indexdef }) => /lower\(\(\((\w+)\)::text.*, (created_at, id)\)$/.exec(indexdef)?.slice(1))).toEqual([
      ["category", "created_at, id"],
      ["subject", "created_at, id"],
    ]);
  });
});
