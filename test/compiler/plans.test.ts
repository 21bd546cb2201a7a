import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { Role } from "../../src/entities/Role.js";
import { describeOnServer } from "../support/onServer.js";
import { TestApi } from "../support/TestApi.js";

const OTHERS = 300;
/** Of each account. */
const STORIES = 40;

describeOnServer("PostgreSQL's plan for a page", () => {
  let api: TestApi;
  let joined: TestApi;
  let child: { id: string; token: string };
  let admin: string;
  beforeAll(async () => {
    api = await TestApi.open({ JOIN_READS: "never" });
    joined = await TestApi.over(api, { JOIN_READS: "always" });
    const user = await api.world.user();
    child = { id: user.id, token: await api.world.token(user) };
    admin = await api.world.token(await api.world.user({ role: Role.ADMIN }));
    await api.opened.database.query(
      `WITH others AS (INSERT INTO users (email, password) SELECT n || '@example.org', '' FROM generate_series(1, $2::int) AS n RETURNING id)
        INSERT INTO stories (user_id, title, story_text_en, story_text_de, image_url, created_at)
        SELECT owner.id, 'Story ' || n, repeat('x', 500), '', 'https://images.example.org/x.png', now() - random() * interval '1 year'
        FROM generate_series(1, $3::int) AS n, (SELECT id FROM others UNION ALL SELECT $1) AS owner`,
      [user.id, OTHERS, STORIES],
    );
    await api.opened.database.query("ANALYZE");
  });
  afterAll(async () => {
    await joined.http.close();
    await api.close();
  });

  const BY_TITLE = "orderBy: { field: TITLE, direction: DESC }";

  it.each([
    [
      "of the viewer's own rows",
      "created_at_id",
      "{ me { stories(first: 10) { nodes { title } pageInfo { endCursor hasNextPage } } } }",
    ],
    [
      "of the rows of an account",
      "created_at_id",
      "query ($id: ID!) { user(id: $id) { stories(first: 10) { nodes { title } } } }",
    ],
    ["of all rows that may be read", "created_at_id", "{ stories(first: 10) { nodes { title } pageInfo { endCursor } } }"],
    [
      "of the viewer's own rows by title",
      "title_id_by_code_points",
      `{ me { stories(first: 10, ${BY_TITLE}) { nodes { title } pageInfo { endCursor hasNextPage } } } }`,
    ],
    [
      "of all rows that may be read by title",
      "title_id_by_code_points",
      `{ stories(first: 10, ${BY_TITLE}) { nodes { title } pageInfo { endCursor } } }`,
    ],
    [
      "of the viewer's own rows that a search finds",
      "created_at_id",
      '{ me { stories(first: 10, filter: { search: "story" }) { nodes { title } pageInfo { endCursor hasNextPage } } } }',
    ],
    [
      "of the rows of an account that a search finds, by title",
      "title_id_by_code_points",
      `query ($id: ID!) { user(id: $id) { stories(first: 10, filter: { search: "story" }, ${BY_TITLE}) { nodes { title } } } }`,
    ],
    [
      "of the rows of an account that is named in the filter",
      "created_at_id",
      "query ($id: ID!) { stories(first: 10, filter: { userId: $id }) { nodes { title } } }",
    ],
  ])(
    "%s reads the index in its order and no more of it than the page, for a child and for an admin, alone and joined",
    async (_what, index, query) => {
      for (const [asked, token] of [api, joined].flatMap((one) => [child.token, admin].map((token) => [one, token] as const))) {
        await asked.ask(query, { token, variables: query.includes("$id") ? { id: child.id } : {} });
        const plan = await planOf(asked);

        expect(plan).toMatch(new RegExp(`Index (Only )?Scan Backward using ix_stories_(user_id_)?${index}`));
        expect(mostRows(plan)).toBeLessThan(30);
      }
    },
  );

  it("of the accounts that a search finds looks their letters up in an index", async () => {
    for (const asked of [api, joined]) {
      await asked.ask('{ users(first: 10, filter: { search: "7@exa" }) { nodes { email } totalCount } }', { token: admin });

      expect(await planOf(asked)).toContain("Bitmap Index Scan on ix_users_search_text_trigrams");
    }
  });

  /** How the last statement runs when it is prepared for any values. */
  async function planOf(asked: TestApi): Promise<string> {
    const { text, values } = asked.statements.at(-1) ?? { text: "", values: [] };
    const runner = api.opened.database.createQueryRunner();
    try {
      await runner.query("SET plan_cache_mode = force_generic_plan");
      const types = values.map((value) => (Array.isArray(value) ? `${typeOf(value[0])}[]` : typeOf(value)));
      await runner.query(`PREPARE page (${types.join(", ")}) AS ${text}`);
      const given = values.map((value, index) =>
        Array.isArray(value) ? `ARRAY[${value.map(spell)}]::${types[index]}` : spell(value),
      );
      const rows: { "QUERY PLAN": string }[] = await runner.query(
        `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) EXECUTE page (${given.join(", ")})`,
      );
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    } finally {
      await runner.query("DEALLOCATE ALL");
      await runner.query("RESET plan_cache_mode");
      await runner.release();
    }
  }

  const typeOf = (value: unknown) =>
    Buffer.isBuffer(value) ? "bytea" : /^[\da-f-]{36}$/.test(String(value)) ? "uuid" : "text";
  const spell = (value: unknown) => (Buffer.isBuffer(value) ? `'\\x${value.toString("hex")}'` : `'${value}'`);
  const mostRows = (plan: string) => Math.max(...[...plan.matchAll(/stories.*rows=(\d+)/g)].map(([, rows]) => Number(rows)));
});
