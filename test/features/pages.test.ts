import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Role } from "../../src/entities/Role.js";
import type { User } from "../../src/entities/User.js";
import { cursorOf } from "../support/referenceReader.js";
import { TestApi } from "../support/TestApi.js";

describe("drawings connection", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  /** Drawings that were all made within one millisecond, so that only microseconds and ids tell them apart. */
  async function childWithDrawings(count: number) {
    const user = await api.world.user();
    const ids: string[] = [];
    for (let index = 0; index < count; index++) {
      const { id } = await api.world.drawing(user);
      await api.opened.database.query(
        `UPDATE drawings SET created_at = '2026-01-01T00:00:00.00${1000 + Math.floor(index / 2)}Z' WHERE id = $1`,
        [id],
      );
      ids.push(id);
    }
    return { user, ids, token: await api.world.token(user) };
  }

  async function walk(
    token: string,
    size: string,
    bound: string,
    cursor: string,
    has: string,
    meanwhile: () => Promise<unknown>,
  ) {
    const seen: string[] = [];
    let at: string | null = null;
    for (;;) {
      const { data } = await api.ask(
        `query ($at: String) { drawings(${size}: 3, ${bound}: $at) { nodes { id } pageInfo { more: ${has} at: ${cursor} } } }`,
        { token, variables: { at } },
      );
      const ids: string[] = data.drawings.nodes.map(({ id }: { id: string }) => id);
      seen.push(...(size === "last" ? ids.reverse() : ids));
      if (!data.drawings.pageInfo.more) return seen;
      at = data.drawings.pageInfo.at;
      await meanwhile();
    }
  }

  const insertAtBothEnds = (user: User) => async () => {
    for (const year of [2020, 2030]) {
      const { id } = await api.world.drawing(user);
      await api.opened.database.query(`UPDATE drawings SET created_at = '${year}-01-01' WHERE id = $1`, [id]);
    }
  };

  it("gives every row once, forward, while others insert", async () => {
    const { user, ids, token } = await childWithDrawings(11);

    const seen = await walk(token, "first", "after", "endCursor", "hasNextPage", insertAtBothEnds(user));

    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(ids));
  });

  it("gives every row once, backward, while others insert", async () => {
    const { user, ids, token } = await childWithDrawings(11);

    const seen = await walk(token, "last", "before", "startCursor", "hasPreviousPage", insertAtBothEnds(user));

    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(ids));
  });

  it("has 20 rows unless told otherwise, and at most 100", async () => {
    const { token } = await childWithDrawings(21);

    const { data } = await api.ask("{ drawings { nodes { id } totalCount } all: drawings(first: 100) { nodes { id } } }", {
      token,
    });

    expect([data.drawings.nodes.length, data.drawings.totalCount, data.all.nodes.length]).toEqual([20, 21, 21]);
  });

  it("goes on after a cursor whose row was deleted", async () => {
    const { token } = await childWithDrawings(5);
    const first = await api.ask("{ drawings(first: 2) { nodes { id } pageInfo { endCursor } } }", { token });
    const all = await api.ask("{ drawings { nodes { id } } }", { token });
    await api.opened.database.query("DELETE FROM drawings WHERE id = $1", [first.data.drawings.nodes[1].id]);

    const next = await api.ask("query ($at: String) { drawings(after: $at) { nodes { id } pageInfo { hasPreviousPage } } }", {
      token,
      variables: { at: first.data.drawings.pageInfo.endCursor },
    });

    expect(next.data.drawings.nodes).toEqual(all.data.drawings.nodes.slice(2));
    expect(next.data.drawings.pageInfo.hasPreviousPage).toBe(true);
  });

  it("counts only when the count is selected", async () => {
    const { token } = await childWithDrawings(1);

    await api.ask("{ drawings { nodes { id } } }", { token });

    expect(api.statements.at(-1)?.text).not.toContain("count(");
  });

  it.each([
    ["first: 0", { hasNextPage: true, hasPreviousPage: false }],
    ["last: 0", { hasNextPage: false, hasPreviousPage: true }],
  ])("answers a page of no rows with null cursors and the count: %s", async (size, has) => {
    const { token } = await childWithDrawings(3);

    const { data, errors } = await api.ask(
      `{ drawings(${size}) { nodes { id stories { totalCount } } edges { cursor } totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
      { token },
    );

    expect(errors).toEqual([]);
    const pageInfo = { ...has, startCursor: null, endCursor: null };
    expect(data.drawings).toEqual({ nodes: [], edges: [], totalCount: 3, pageInfo });
  });

  it("answers a page of no rows in every list, and reads none for it", async () => {
    const user = await api.world.user({ role: Role.ADMIN });
    const token = await api.world.token(user);
    const { id } = await api.world.tutorial();
    const { id: drawing } = await api.world.drawing(user);
    const empty = "(first: 0) { nodes { id } pageInfo { startCursor endCursor } }";

    const { data, extensions } = await api.ask(
      `{ tutorials${empty} drawings${empty} stories${empty} users${empty} me { drawings${empty} stories${empty} }
        tutorial(id: "${id}") { drawings${empty} } drawing(id: "${drawing}") { stories${empty} } }`,
      { token, headers: { "graphql-cost": "1" } },
    );

    const none = { nodes: [], pageInfo: { startCursor: null, endCursor: null } };
    const [tutorials, drawings, stories, users] = [none, none, none, none];
    const expected = { tutorials, drawings, stories, users, me: { drawings, stories } };
    expect(data).toEqual({ ...expected, tutorial: { drawings }, drawing: { stories } });
    // The three rows around the lists, and a look for each pair of cursors.
    expect(extensions?.cost?.rows).toBe(3 + 2 * 8);
  });

  describe("refuses, before any SQL,", () => {
    const row = {
      id: "6f1c2f0e-8f0a-4c7e-9a57-0d4f5a1b2c3d",
      created_at: "2026-01-01T00:00:00.000000Z",
      updated_at: "2026-01-01T00:00:00.000000Z",
    };
    const good = cursorOf("Drawing", row, "CREATED_AT", "DESC");
    it.each([
      ["a page of fewer than none", "first: -1", "first", "PAGE_SIZE_OUT_OF_RANGE"],
      ["a page of 101", "last: 101", "last", "PAGE_SIZE_OUT_OF_RANGE"],
      ["both ends at once", "first: 1, last: 1", "last", "FIRST_WITH_LAST"],
      ["a cursor that is none", 'after: "abc"', "after", "INVALID_CURSOR"],
      ["a cut cursor", `after: "${good.slice(0, -4)}"`, "after", "INVALID_CURSOR"],
      [
        "an altered cursor",
        `before: "${good.replace(/.$/, (last) => (last === "A" ? "Q" : "A"))}"`,
        "before",
        "INVALID_CURSOR",
      ],
      ["a cursor of another order", `after: "${good}", orderBy: { field: UPDATED_AT }`, "after", "INVALID_CURSOR"],
      ["a cursor of the other direction", `after: "${good}", orderBy: { direction: ASC }`, "after", "INVALID_CURSOR"],
      ["a cursor of another type", `after: "${cursorOf("Story", row, "CREATED_AT", "DESC")}"`, "after", "INVALID_CURSOR"],
      [
        "a cursor with a day that does not exist",
        `after: "${cursorOf("Drawing", { ...row, created_at: "2026-02-30T00:00:00.000000Z" }, "CREATED_AT", "DESC")}"`,
        "after",
        "INVALID_CURSOR",
      ],
      ["more ids than a page has", `filter: { ids: [${Array(101).fill(`"${row.id}"`)}] }`, "filter", "TOO_MANY"],
      ["an id that is none among others", `filter: { ids: ["${row.id}", "x"] }`, "filter", "INVALID_ID"],
      ["a filter by something that is no id", 'filter: { tutorialId: "x" }', "filter", "INVALID_ID"],
      [
        "a filter by something that is no instant",
        'filter: { createdAfter: "2026-02-30T00:00:00Z" }',
        "filter",
        "INVALID_DATE_TIME",
      ],
    ])("%s", async (_what, page, argument, code) => {
      const token = await api.world.token(await api.world.user());

      const before = api.statements.length;
      const { data, errors } = await api.ask(`{ me { drawings(${page}) { nodes { id } } } }`, { token });

      expect(data).toEqual({ me: null });
      expect(errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ code }] });
      expect(errors[0]?.extensions.fields?.[0]?.path.slice(0, 2)).toEqual(["drawings", argument]);
      expect(api.statements.slice(before).filter(({ text }) => text.includes("drawings"))).toEqual([]);
    });
  });

  it("accepts the cursor that those refusals vary", async () => {
    const { token } = await childWithDrawings(1);
    const { data } = await api.ask("{ drawings(first: 1) { edges { cursor node { id createdAt } } } }", { token });

    const { errors } = await api.ask("query ($at: String) { drawings(after: $at) { nodes { id } } }", {
      token,
      variables: { at: data.drawings.edges[0].cursor },
    });

    expect(errors).toEqual([]);
  });
});
