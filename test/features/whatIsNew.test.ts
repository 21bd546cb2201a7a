import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { User } from "../../src/entities/User.js";
import { describeOnServer } from "../support/onServer.js";
import { TestApi } from "../support/TestApi.js";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

interface Row {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const CREATE_STORY = `mutation ($id: ID, $drawingId: ID) { row: createStory(input: { id: $id, drawingId: $drawingId,
  title: "X", storyTextEn: "x", storyTextDe: "x", imageUrl: "https://images.example.org/x.png" }) { id createdAt updatedAt } }`;
const CREATE_DRAWING = "mutation ($id: ID) { row: createDrawing(input: { id: $id }) { id createdAt updatedAt } }";

describe("instants", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  const read = async (list: string, filter: string, at: string | undefined, token: string) =>
    (
      await api.ask(
        `query ($at: DateTime) { list: ${list}(filter: { ${filter}: $at }, orderBy: { field: UPDATED_AT, direction: ASC })
          { totalCount nodes { id createdAt updatedAt } } }`,
        { token, variables: { at } },
      )
    ).data.list as { totalCount: number; nodes: Row[] };

  it.each([
    ["stories", "updatedAfter", CREATE_STORY],
    ["stories", "createdAfter", CREATE_STORY],
    ["drawings", "updatedAfter", CREATE_DRAWING],
    ["drawings", "createdAfter", CREATE_DRAWING],
  ] as const)("%s: what was read is not newer than itself by %s, and what came later is", async (list, filter, mutation) => {
    const token = await api.world.token(await api.world.user());
    const field = filter === "updatedAfter" ? "updatedAt" : "createdAt";
    const rows: Row[] = [];
    for (let row = 0; row < 5; row++) rows.push((await api.ask(mutation, { token })).data.row);

    for (const [index, row] of rows.entries()) {
      expect(row[field]).toMatch(INSTANT);
      const newer = await read(list, filter, row[field], token);
      expect(newer.nodes.map(({ id }) => id)).toEqual(rows.slice(index + 1).map(({ id }) => id));
      expect(newer.totalCount).toBe(4 - index);
    }
  });

  it("finds rows that were stamped later in the same millisecond, each once, and never loses one whose instant a Date has cut", async () => {
    const user = await api.world.user();
    const token = await api.world.token(user);
    const at = ["100000", "100001", "100400", "100999", "101000"];
    for (const digits of at)
      await api.opened.database.query(
        `INSERT INTO stories (user_id, title, story_text_en, story_text_de, image_url, created_at, updated_at)
          VALUES ($1, $2, '', '', 'https://images.example.org/x.png', $3, $3)`,
        [user.id, digits, `2026-01-01T00:00:00.${digits}Z`],
      );

    for (const [index, digits] of at.entries()) {
      const instant = `2026-01-01T00:00:00.${digits}Z`;
      for (const filter of ["updatedAfter", "createdAfter"])
        expect((await read("stories", filter, instant, token)).totalCount).toBe(at.length - 1 - index);
      const cut = await read("stories", "updatedAfter", new Date(instant).toISOString(), token);
      expect(cut.totalCount).toBeGreaterThanOrEqual(at.length - 1 - index);
    }
  });

  it("are exact in ifUpdatedAt, which takes what a Date keeps of them, too", async () => {
    const user = await api.world.user();
    const token = await api.world.token(user);
    const update =
      "mutation ($id: ID!, $at: DateTime, $title: String) { row: updateStory(id: $id, input: { title: $title }, ifUpdatedAt: $at) { updatedAt } }";
    const { id, updatedAt } = (await api.ask(CREATE_STORY, { token })).data.row;
    const change = (at: string) => api.ask(update, { token, variables: { id, at, title: randomUUID() } });

    const once = (await change(updatedAt)).data.row.updatedAt;
    const twice = (await change(new Date(once).toISOString())).data.row.updatedAt;
    const late = await change(once);
    const another = twice.endsWith("1Z") ? twice.replace(/1Z$/, "2Z") : twice.replace(/.Z$/, "1Z");

    expect(late.errors[0]?.extensions).toEqual({ code: "CONFLICT", updatedAt: twice });
    expect((await change(another)).errors[0]?.extensions).toEqual({ code: "CONFLICT", updatedAt: twice });
    expect((await change(late.errors[0]?.extensions.updatedAt ?? "")).errors).toEqual([]);
  });

  it("keep a time that a program names for its row", async () => {
    const story = await api.world.story(await api.world.user(), { createdAt: new Date("2020-02-02T02:02:02.020Z") });

    expect(story.createdAt).toEqual(new Date("2020-02-02T02:02:02.020Z"));
  });
});

describeOnServer("a row that waited before it was made", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  const lockCount = (table: string) => `SELECT FROM row_counts WHERE user_id = $1 AND table_name = '${table}' FOR UPDATE`;
  const ACCOUNT = "SELECT FROM users WHERE id = $1 FOR UPDATE";
  const DRAWING = "SELECT FROM drawings WHERE user_id = $1 FOR UPDATE";
  const NO_COUNT = "INSERT INTO drawings (user_id) VALUES ($1)";

  it.each([
    ["a story, for the count of its account", CREATE_STORY, lockCount("stories"), "COMMIT"],
    ["a drawing, for the count of its account", CREATE_DRAWING, lockCount("drawings"), "COMMIT"],
    ["a story, for its account", CREATE_STORY, ACCOUNT, "COMMIT"],
    ["a drawing, for its account", CREATE_DRAWING, ACCOUNT, "ROLLBACK"],
    ["a story, for its drawing", CREATE_STORY, DRAWING, "COMMIT"],
    ["a drawing, for another first one of the account", CREATE_DRAWING, NO_COUNT, "COMMIT"],
    ["a drawing, for another first one that is taken back", CREATE_DRAWING, NO_COUNT, "ROLLBACK"],
  ])("is stamped after the wait: %s", async (_what, mutation, lock, end) => {
    const user = await api.world.user();
    const token = await api.world.token(user);
    if (lock !== NO_COUNT) await prepare(user);
    const { data } = await api.ask("{ drawings { nodes { id } } }", { token });
    const other = await api.world.story(await api.world.user());
    const locker = api.opened.database.createQueryRunner();
    await locker.startTransaction();
    await locker.query(lock, [user.id]);

    const waiting = api.ask(mutation, { token, variables: { id: randomUUID(), drawingId: data.drawings.nodes[0]?.id } });
    await untilSomebodyWaits();
    const mark = await touch(other.id);
    await locker.query(end);
    await locker.release();

    const { row } = (await waiting).data;
    expect(row.createdAt > mark).toBe(true);
    expect(row.updatedAt).toBe(row.createdAt);
    const { data: found } = await api.ask(
      "query ($at: DateTime) { s: stories(filter: { updatedAfter: $at }) { nodes { id } } d: drawings(filter: { createdAfter: $at }) { nodes { id } } }",
      { token, variables: { at: mark } },
    );
    expect([...found.s.nodes, ...found.d.nodes]).toContainEqual({ id: row.id });
  });

  async function prepare(user: User): Promise<void> {
    await api.world.drawing(user);
    await api.world.story(user);
  }

  async function touch(id: string): Promise<string> {
    const [[row]] = await api.opened.database.query(
      `UPDATE stories SET title = 'Touched' WHERE id = $1 RETURNING to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at`,
      [id],
    );
    return row.at;
  }

  /** Not asked in the locker's transaction: PostgreSQL shows each transaction the activity of its first look. */
  async function untilSomebodyWaits(): Promise<void> {
    for (;;) {
      const [{ waits }] = await api.opened.database.query(
        "SELECT count(*)::int AS waits FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      if (waits > 0) return;
      await wait(5);
    }
  }
});
