import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { describeWithoutServer } from "../../support/onServer.js";
import { send } from "../../support/send.js";
import { TestApi } from "../../support/TestApi.js";

const HEAD = "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

describeWithoutServer("requests", () => {
  let api: TestApi;
  let url: string;
  beforeAll(async () => {
    // Where pictures are taken, Node's own limit is longer, and SlowSenders ends the others.
    api = await TestApi.open({ PICTURE_STORE: "off" });
    url = `${await api.http.listen({ port: 0, host: "127.0.0.1" })}/graphql`;
  });
  afterAll(() => api.close());

  /** Sends these bytes and one more a second, or without end, and reads until the server ends the connection. */
  const sendBytes = async (text: string, endless = ""): Promise<{ status: number; code: string }> => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let answer = "";
    socket.setEncoding("utf8").on("data", (chunk) => {
      answer += chunk;
    });
    const closed = new Promise((resolve) => socket.on("error", () => undefined).on("close", resolve));
    const sendMore = () => {
      for (let more = endless !== ""; more && answer === ""; ) more = socket.write(endless);
    };
    socket.on("drain", sendMore).write(text);
    sendMore();
    const drip = setInterval(() => endless === "" && socket.writable && socket.write("x"), 1_000);
    await closed;
    clearInterval(drip);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    // Who still sends when the server ends the connection may lose the answer to the reset (RFC 9112, section 9.6), and asks again.
    if (body === "" && endless !== "") return sendBytes(text, endless);
    return { status: Number(head.split(" ")[1]), code: JSON.parse(body).errors[0].extensions.code };
  };

  it.each([
    ["is not HTTP", "HELLO\r\n\r\n", 400],
    ["has headers that are too large", `GET /graphql HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431],
    ["has no host", "GET /graphql?query={__typename} HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
    ["expects what there is not", `${HEAD}Expect: more\r\nConnection: close\r\n\r\n`, 417],
    ["has an address that is no URL", "GET /%E0%A4%A HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 400],
    ["claims another length than it has", `${HEAD}Content-Length: x\r\n\r\n`, 400],
  ])("answer JSON with a code to what %s", async (_what, text, status) => {
    expect(await sendBytes(text)).toEqual({ status, code: "BAD_REQUEST" });
  });

  it("end a body and headers that drip in within 15 seconds, with 408", async () => {
    const started = performance.now();
    const slow = await Promise.all([
      sendBytes(`${HEAD}Content-Length: 1000\r\n\r\n{`),
      sendBytes("POST /graphql HTTP/1.1\r\nHost: "),
    ]);

    expect(slow).toEqual([1, 2].map(() => ({ status: 408, code: "BAD_REQUEST" })));
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it.each(["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])(
    "refuse %s at /graphql with 405 and the methods that there are",
    async (method) => {
      const { status, headers, text } = await send(url, { method });

      expect([status, headers.allow, JSON.parse(text).errors[0].extensions.code]).toEqual([405, "GET, POST", "BAD_REQUEST"]);
    },
  );

  it("refuse HEAD at /graphql as well, without a body", async () => {
    expect(await send(url, { method: "HEAD" })).toMatchObject({ status: 405, headers: { allow: "GET, POST" }, text: "" });
  });

  it.each([
    ["lists", "[".repeat(98_000)],
    ["objects", '{"a":'.repeat(20_000)],
    ["a variable", `{"query":"{ __typename }","variables":{"a":${"[".repeat(33)}${"]".repeat(33)}}}`],
  ])("refuse a body of nested %s before it is parsed", async (_what, payload) => {
    await api.post("[]", { "content-type": "application/json" });
    const before = process.cpuUsage();

    const { status, errors } = await api.post(payload, { "content-type": "application/json" });
    const { user, system } = process.cpuUsage(before);

    expect([status, errors[0]?.extensions.code]).toEqual([400, "QUERY_TOO_COMPLEX"]);
    expect((user + system) / 1000).toBeLessThan(50);
  });

  it("let brackets be in texts, however many", async () => {
    const query = `query ($id: ID = "\\"${"[{".repeat(100)}") { __typename }`;

    expect((await api.ask(query)).errors[0]?.extensions.code).not.toBe("QUERY_TOO_COMPLEX");
  });

  it("refuse more variables than any operation has", async () => {
    const variables = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`v${index}`, 1]));

    const { status, errors } = await api.ask("{ __typename }", { variables });

    expect([status, errors[0]?.extensions.code]).toEqual([400, "QUERY_TOO_COMPLEX"]);
  });

  it("refuse compressed bodies, and endless ones without keeping them", async () => {
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    const compressed = await api.post(gzipSync(JSON.stringify({ query: "{ __typename }" })), headers);
    const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
    const before = process.memoryUsage().arrayBuffers;

    const endless = await sendBytes(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, chunk);

    expect([compressed.status, compressed.errors[0]?.extensions.code]).toEqual([415, "BAD_REQUEST"]);
    expect(endless).toEqual({ status: 413, code: "BAD_REQUEST" });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
  });

  it("may hold the longest story, each character of it escaped", async () => {
    const token = await api.world.token(await api.world.user());
    const text = "\u{1F98A}".repeat(20_000);
    const input = { title: "T", storyTextEn: text, storyTextDe: text, imageUrl: "https://images.example.org/story.png" };
    const query = "mutation ($input: CreateStoryInput!) { createStory(input: $input) { storyTextEn } }";
    const escaped = JSON.stringify({ query, variables: { input } }).replaceAll("\u{1F98A}", "\\ud83e\\udd8a");

    const { data, errors } = await api.post(escaped, { "content-type": "application/json", authorization: `Bearer ${token}` });

    expect(errors).toEqual([]);
    expect(escaped.length).toBeGreaterThan(480_000);
    expect(data.createStory.storyTextEn).toBe(text);
  });
});
