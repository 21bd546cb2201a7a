import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { ExplanationAnswer } from "../../../packages/engine/src/answering/Explanation.js";
import type { PlanNode } from "../../../packages/engine/src/answering/planNodeOf.js";
import { TestApi } from "../../support/TestApi.js";

const EXPLAIN = { "graphql-explain": "true" };
const STORY = "query Story($id: ID!) { story(id: $id) { title } me { name } }";

const allOf = (node: PlanNode): PlanNode[] => [node, ...node.inner.flatMap(allOf)];

describe("header graphql-explain", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open({ JOIN_READS: "auto" });
  });
  afterAll(() => api.close());

  const explained = async (over: TestApi, query: string, asking: Parameters<TestApi["ask"]>[1] = {}) => {
    const answer = await over.ask(query, { ...asking, headers: EXPLAIN });
    return { ...answer, explain: (answer.extensions as { explain?: ExplanationAnswer } | undefined)?.explain };
  };

  it("tells the one statement of the operation, its plan and its times, and none of its values", async () => {
    const { world } = api;
    const user = await world.user({ name: "Anna" });
    const story = await world.story(user, { title: "The whale" });
    const token = await world.token(user);

    const { data, explain, text } = await explained(api, STORY, { token, variables: { id: story.id } });

    const [statement, ...others] = explain?.statements ?? [];
    const nodes = statement?.plan ? allOf(statement.plan) : [];
    expect(data).toEqual({ story: { title: "The whale" }, me: { name: "Anna" } });
    expect(others).toEqual([]);
    expect(statement?.sql).toBe(api.statements.at(-2)?.text);
    expect(nodes.map(({ on }) => on)).toEqual(expect.arrayContaining(["stories", "sessions", "users"]));
    expect(nodes.find(({ on }) => on === "stories")).toMatchObject({ rows: 1, loops: 1, index: expect.any(String) });
    expect(explain).toMatchObject({ serverMs: expect.any(Number), databaseMs: expect.any(Number) });
    expect(text.replace(JSON.stringify(data), "")).not.toContain(story.id);
  });

  it("explains what a mutation reads back, and writes once", async () => {
    const { world } = api;
    const user = await world.user();
    const token = await world.token(user);
    const rename = "mutation ($input: UpdateMeInput!) { updateMe(input: $input) { name updatedAt } }";

    const { data, explain } = await explained(api, rename, { token, variables: { input: { name: "Ben" } } });

    const after = await api.ask("{ me { updatedAt } }", { token });
    expect(explain?.statements.map(({ sql }) => /\b(UPDATE|INSERT|DELETE)\b/.test(sql))).toEqual([false]);
    expect(after.data.me.updatedAt).toBe(data.updateMe.updatedAt);
  });

  it("is not heard in production, nor where the playground is off", async () => {
    const production = {
      NODE_ENV: "production",
      BCRYPT_COST: "12",
      PLAYGROUND: "true",
      DATABASE_URL: "postgresql://localhost/x",
    };
    for (const environment of [production, { PLAYGROUND: "false" }]) {
      const deaf = await TestApi.over(api, environment);
      const { explain, errors } = await explained(deaf, "{ tutorials(first: 1) { nodes { id } } }");
      await deaf.http.close();
      expect([errors, explain]).toEqual([[], undefined]);
    }
  });
});
