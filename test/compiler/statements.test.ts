import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { format } from "sql-formatter";
import { cursorOf } from "../support/referenceReader.js";
import { TestApi } from "../support/TestApi.js";

/** The statements that define the compiler. UPDATE_GOLDEN=1 writes them anew; the difference is what a review reads. */
const GOLDEN = "test/compiler/statements.md";
const id = "6f1c2f0e-8f0a-4c7e-9a57-0d4f5a1b2c3d";
const at = (type: string, field: string, direction: string) =>
  cursorOf(type, { id, created_at: "2026-01-01T00:00:00.000000Z", title: "fox", subject: "fox" }, field, direction);

const PUBLIC: Record<string, string> = {
  "a row by id": `{ tutorial(id: "${id}") { subject } }`,
  "a row by id, of whichever type": `{ node(id: "${id}") { id ... on Tutorial { subject } ... on TutorialStep { stepNumber } } }`,
  "a timestamp": `{ tutorial(id: "${id}") { createdAt } }`,
  "a typename": `{ tutorial(id: "${id}") { __typename } }`,
  "an alias": `{ lesson: tutorial(id: "${id}") { topic: subject } }`,
  "a list in its own order": `{ tutorial(id: "${id}") { steps { stepNumber } } }`,
  "a to-one relation": `{ tutorial(id: "${id}") { steps { tutorial { id } } } }`,
  "a computed field": `{ tutorial(id: "${id}") { description } }`,
  "a computed field, in German and without fallback": `{ tutorial(id: "${id}") { description(language: DE, fallback: false) } }`,
  "rows that have no table": "{ tutorialCategories { name tutorialCount } }",
  "a computed field of rows that have no table": "{ tutorialCategories { name(language: DE) } }",
  "a page": "{ tutorials { nodes { subject } } }",
  "a page of a size": "{ tutorials(first: 3) { nodes { subject } } }",
  "a page from the end": "{ tutorials(last: 3) { nodes { subject } } }",
  "a page in another order": "{ tutorials(orderBy: { field: SUBJECT, direction: ASC }) { nodes { subject } } }",
  "a page after a cursor": `{ tutorials(after: "${at("Tutorial", "CREATED_AT", "DESC")}") { nodes { subject } } }`,
  "a page between two cursors, ascending": `{ tutorials(after: "${at("Tutorial", "SUBJECT", "ASC")}", before: "${at("Tutorial", "SUBJECT", "ASC")}", orderBy: { field: SUBJECT, direction: ASC }) { nodes { subject } } }`,
  "a page with a filter":
    '{ tutorials(filter: { category: "animals", updatedAfter: "2026-01-01T00:00:00Z" }) { nodes { subject } } }',
  "a search": '{ tutorials(filter: { search: "fox" }) { nodes { subject } } }',
  "a page of no rows": "{ tutorials(first: 0) { nodes { subject } totalCount pageInfo { hasNextPage endCursor } } }",
  "a page of rows with these ids": `{ tutorials(filter: { ids: ["${id}"] }) { nodes { subject } } }`,
  "edges and cursors": "{ tutorials { edges { cursor node { subject } } } }",
  "a total": "{ tutorials { totalCount } }",
  "what follows a page": "{ tutorials { pageInfo { hasNextPage } } }",
  "what precedes a page": `{ tutorials(after: "${at("Tutorial", "CREATED_AT", "DESC")}") { pageInfo { hasPreviousPage } } }`,
  "what precedes a page from the end": `{ tutorials(last: 3, after: "${at("Tutorial", "CREATED_AT", "DESC")}") { pageInfo { hasPreviousPage } } }`,
  "the first and the last cursor": "{ tutorials { pageInfo { startCursor endCursor } } }",
  "two root fields": `{ tutorial(id: "${id}") { subject } tutorialCategories { name } }`,
  "an owned row for nobody": `{ drawing(id: "${id}") { id } }`,
  "owned rows under a public one for nobody": `{ tutorial(id: "${id}") { drawings { totalCount } } }`,
};
const SIGNED_IN: Record<string, string> = {
  "the viewer": "{ me { name } }",
  "an owned row": `{ drawing(id: "${id}") { id } }`,
  "owned rows": "{ stories { nodes { title } } }",
  "owned rows that have no related ones": "{ drawings(filter: { hasStory: false }) { nodes { id } } }",
  "owned rows under their owner": "{ me { drawings { nodes { id } } } }",
  "owned rows under an owned row": `{ drawing(id: "${id}") { stories { nodes { title } } } }`,
  "owned rows under a public one": `{ tutorial(id: "${id}") { drawings { nodes { id } } } }`,
  "an owned row under an owned row": `{ story(id: "${id}") { drawing { tutorial { subject } } } }`,
  "a search in everyone's rows, for who sees only their own": '{ stories(filter: { search: "fox" }) { nodes { title } } }',
  "rows for those who see all": "{ users { nodes { email } } }",
  "rows by their letters": '{ users(filter: { search: "fox" }) { nodes { email } } }',
};

/** The cases that show what is different when many share a statement. */
const JOINED_PUBLIC = ["a row by id", "a page after a cursor", "a page with a filter", "a search", "two root fields"];
const JOINED_SIGNED_IN = ["the viewer", "owned rows", "owned rows under an owned row"];

/** Over lines, for people who review it. */
const layOut = (sql: string) => format(sql, { language: "postgresql", keywordCase: "preserve", expressionWidth: 100 });

describe("compiled statements", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open({ JOIN_READS: "auto" });
  });
  afterAll(() => api.close());

  it("are the ones that statements.md states, each of them one that PostgreSQL accepts", async () => {
    const token = await api.world.token(await api.world.user());
    const parts: string[] = ["# The statements that define the compiler\n"];
    for (const [heading, cases, asking] of [
      ["Nobody signed in", PUBLIC, {}],
      ["Signed in", SIGNED_IN, { token }],
    ] as const) {
      parts.push(`## ${heading}\n`);
      for (const [title, query] of Object.entries(cases)) {
        const before = api.statements.length;
        const { errors } = await api.ask(query, asking);
        expect(errors.filter(({ extensions }) => extensions.code !== "FORBIDDEN")).toEqual([]);
        expect(api.statements.length - before).toBe(1);
        parts.push(
          `### ${title}\n\n\`\`\`graphql\n${query}\n\`\`\`\n\n\`\`\`sql\n${layOut(api.statements.at(-1)?.text ?? "")}\n\`\`\`\n`,
        );
      }
    }
    const together = await TestApi.over(api, { JOIN_READS: "always" });
    parts.push("## Joined: many requests of the same shape\n");
    for (const [title, query, asking] of [
      ...JOINED_PUBLIC.map((title) => [title, PUBLIC[title] ?? "", {}] as const),
      ...JOINED_SIGNED_IN.map((title) => [title, SIGNED_IN[title] ?? "", { token }] as const),
    ]) {
      expect((await together.ask(query, asking)).errors).toEqual([]);
      parts.push(`### ${title}, joined\n\n\`\`\`sql\n${layOut(together.statements.at(-1)?.text ?? "")}\n\`\`\`\n`);
    }
    await together.http.close();
    const statements = parts.join("\n");

    if (process.env.UPDATE_GOLDEN || !existsSync(GOLDEN)) writeFileSync(GOLDEN, statements);
    expect(statements).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("have one name for one text, whatever the document and the values, so that each is prepared once a connection", async () => {
    const query = "query ($id: ID!) { tutorial(id: $id) { subject totalSteps } }";
    const other = "00000000-0000-4000-8000-000000000000";
    await api.ask(`{ tutorial(id: "${id}") { subject totalSteps } }`);
    await api.ask(query, { variables: { id: other } });
    await api.ask(query, { variables: { id } });

    const [first, second, third] = api.statements.slice(-3);

    expect(second?.text).toBe(first?.text);
    expect([third?.name, third?.text]).toEqual([second?.name, second?.text]);
    expect(third?.name).toMatch(/^[\w-]{32}$/);
  });

  it("are named from the second time on, so that PostgreSQL keeps none that comes once", async () => {
    await api.ask("{ onlyOnce: tutorials { totalCount nodes { totalSteps } } }");

    expect(api.statements.at(-1)).not.toHaveProperty("name");
  });

  it("are planned once for creates with different inputs", async () => {
    const token = await api.world.token(await api.world.user());
    const create = async (title: string) => {
      const input = { title, storyTextEn: title, storyTextDe: "", imageUrl: "https://images.example.org/a.png" };
      await api.ask("mutation ($input: CreateStoryInput!) { createStory(input: $input) { id title } }", {
        token,
        variables: { input },
      });
      return api.statements.at(-1);
    };

    await create("one");
    const [second, third] = [await create("two"), await create("three")];

    expect(second?.name).toBeDefined();
    expect([third?.name, third?.text]).toEqual([second?.name, second?.text]);
  });

  it("answer aliases that are named as parts of the statement are", async () => {
    const tutorial = await api.world.tutorial();

    const { data } = await api.ask("query ($id: ID!) { j: tutorial(id: $id) { j: subject t1: id viewer: id } }", {
      variables: { id: tutorial.id },
    });

    expect(data).toEqual({ j: { j: tutorial.subject, t1: tutorial.id, viewer: tutorial.id } });
  });

  it("never hold what a client sent", async () => {
    await api.ask('{ tutorials(filter: { category: "\'; DROP TABLE users; --" }) { totalCount } }');

    expect(api.statements.at(-1)?.text).not.toContain("DROP");
    expect(api.statements.at(-1)?.values).toEqual(["'; DROP TABLE users; --"]);
  });
});
