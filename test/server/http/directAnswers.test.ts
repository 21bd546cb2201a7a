import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../../support/TestApi.js";

/** A trailing comment makes a document new to the service, so it goes through Apollo. */
let serial = 0;
const anew = (query: string) => `${query} # ${++serial}`;

describe("operations that are known", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it.each([
    ["data", "{ tutorials { totalCount } }", {}],
    ["a failing field", '{ me { id } bad: user(id: "x") { id } }', {}],
    ["no data", "{ drawings { totalCount } }", {}],
    ["a variable that cannot work", "query ($id: ID!) { user(id: $id) { id } }", { id: 7.5 }],
    ["a missing variable", "query ($id: ID!) { user(id: $id) { id } }", {}],
    ["introspection", '{ __type(name: "Role") { enumValues { name } } }', {}],
    ["a mutation", 'mutation { signIn(input: { email: "nobody@example.org", password: "x" }) { token } }', {}],
    ["skipped fields", "query ($no: Boolean = false) { tutorials @include(if: $no) { totalCount } __typename }", {}],
  ])("are answered directly as through Apollo: %s", async (_what, query, variables) => {
    const known = anew(query);
    const first = await api.post({ query: known, variables });
    // It is kept from its second time on.
    await api.post({ query: known, variables });

    const direct = await api.post({ query: known, variables });
    const negotiated = await api.post({ query: known, variables }, { accept: "application/json, text/plain" });

    for (const { status, text, headers } of [direct, negotiated]) {
      expect([status, text.replace(/\d+/g, "0")]).toEqual([first.status, first.text.replace(/\d+/g, "0")]);
      expect([headers["content-type"], headers["cache-control"]]).toEqual([
        first.headers["content-type"],
        first.headers["cache-control"],
      ]);
    }
  });

  it.each([
    "application/graphql-response+json,application/json;q=0.9",
    "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed",
    "application/graphql-response+json; charset=utf-8, application/json; charset=utf-8",
  ])("are answered in the type that Apollo would choose for a client that accepts %s", async (accept) => {
    const query = anew("{ tutorials { totalCount } }");

    const answers = [];
    for (const _ of [1, 2, 3]) answers.push(await api.post({ query }, { accept }));

    const types = answers.map(({ status, text, headers }) => [status, text, headers["content-type"]]);
    expect(types).toEqual(Array(3).fill(types[0]));
    expect(types[0]?.[2]).toBe("application/graphql-response+json; charset=utf-8");
  });

  it("hold texts beyond ASCII as they are, from rows, the schema and mutations, also beside a failure", async () => {
    const title = "Der Drache 🐉 „läuft“ עם";
    const anna = await api.world.user();
    const token = await api.world.token(anna);
    const story = await api.world.story(anna, { title });
    const query = anew(`query ($id: ID!, $no: ID!) {
      story(id: $id) { title } __type(name: "Tutorial") { fields { description } } drawings(first: 1, after: "x") { totalCount } no: story(id: $no) { title }
    }`);
    const change = anew("mutation ($id: ID!, $input: UpdateStoryInput!) { updateStory(id: $id, input: $input) { title } }");

    for (const _ of [1, 2, 3]) {
      const read = await api.ask(query, { variables: { id: story.id, no: anna.id }, token });
      const changed = await api.ask(change, { variables: { id: story.id, input: { title } }, token });

      expect([read.data.story.title, changed.data.updateStory.title]).toEqual([title, title]);
      expect(JSON.stringify(read.data.__type)).toContain("1, 2, 3, … without gaps");
      expect(read.errors).toHaveLength(1);
      expect(Number(read.headers["content-length"])).toBe(Buffer.byteLength(read.text));
    }
  });

  it("have the same answer and headers where Fastify has to look at them first, as at a cookie", async () => {
    const query = anew("query ($id: ID!) { tutorials { totalCount } drawings { totalCount } story(id: $id) { id } }");
    const variables = { id: "00000000-0000-4000-8000-000000000000" };
    for (const _ of [1, 2]) await api.ask(query, { variables });

    const past = await api.ask(query, { variables });
    const routed = await api.ask(query, { variables, headers: { cookie: "a=b" } });

    const seen = ({ status, text, headers }: typeof past) => [status, text, { ...headers, "x-request-id": "", date: "" }];
    expect(seen(past)).toEqual(seen(routed));
    expect(past.headers["x-request-id"]).not.toBe(routed.headers["x-request-id"]);
  });

  it("are read whole, in however many pieces they arrive, and so is a document that is new", async () => {
    const { port } = new URL(await api.http.listen({ port: 0, host: "127.0.0.1" }));
    const query = anew("query ($subject: String) { tutorials(filter: { subject: $subject }) { totalCount } }");
    const body = Buffer.from(JSON.stringify({ query, variables: { subject: "Fuchs 🦊" } }));
    const head = `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const cut = body.indexOf("🦊") + 2;
    const client = connect(Number(port), "127.0.0.1").setNoDelay(true);
    const answers: string[] = [];

    for (const _ of [1, 2, 3]) {
      client.write(head);
      for (const part of [body.subarray(0, 9), body.subarray(9, cut), body.subarray(cut)]) {
        await new Promise((resolve) => client.write(part, resolve));
        await new Promise(setImmediate);
      }
      answers.push(String((await once(client, "data"))[0]).split("\r\n\r\n")[1] ?? "");
    }
    client.destroy();

    expect(answers).toEqual(Array(3).fill('{"data":{"tutorials":{"totalCount":0}}}\n'));
  });

  it("refuse a bad token as any other", async () => {
    const query = anew("{ tutorials { totalCount } }");
    await api.ask(query);

    expect((await api.ask(query, { token: "unknown" })).status).toBe(401);
  });

  it("are logged by name, kind and duration, and without their variables", async () => {
    const query = anew("query Named($subject: String) { tutorials(filter: { subject: $subject }) { totalCount } }");
    for (const _ of [1, 2, 3]) await api.ask(query, { variables: { subject: "s3cret" } });

    const lines = api.logLines.filter((line) => line.includes('"operation":"Named"'));

    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { operation: "Named", kind: "query", ms: expect.any(Number) },
      { operation: "Named", kind: "query", ms: expect.any(Number) },
      { operation: "Named", kind: "query", ms: expect.any(Number) },
    ]);
    expect(api.logLines.join("")).not.toContain("s3cret");
  });

  it("are logged as slow from SLOW_STATEMENT_MS on", async () => {
    const slow = await TestApi.open({ SLOW_STATEMENT_MS: "1" });
    await slow.ask("query Slow { tutorials { nodes { id drawings { totalCount } } totalCount } me { id } }");

    const found = slow.logLines.filter((line) => line.includes("slow statement")).map((line) => JSON.parse(line));
    await slow.close();

    expect(found).toMatchObject([{ operation: "Slow", ms: expect.any(Number) }]);
  });
});
