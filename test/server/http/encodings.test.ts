import { createHash } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../../support/TestApi.js";

const JSON_TYPE = { "content-type": "application/json" };
const WRONG: readonly (readonly [string, readonly number[]])[] = [
  ["ISO-8859-1", [0x4a, 0xfc, 0x72, 0x67, 0x65, 0x6e]],
  ["a pair that is cut short", [0xc3]],
  ["an overlong form", [0xc0, 0xaf]],
  ["an overlong form of three bytes", [0xe0, 0x80, 0xaf]],
  ["half of a surrogate pair", [0xed, 0xa0, 0x80]],
  ["a continuation alone", [0x80]],
  ["what is beyond Unicode", [0xf4, 0x90, 0x80, 0x80]],
  ["a mark of UTF-16", [0xff, 0xfe]],
  ["four bytes without their last", [0xf0, 0x9f, 0x90]],
];

/** The text with these bytes instead of its ¤. */
const withBytes = (text: string, bytes: readonly number[]) => {
  const [before = "", after = ""] = text.split("¤");
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
};

describe("what is not UTF-8", () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open();
    token = await api.world.token(await api.world.user({ name: "Anna" }));
  });
  afterAll(() => api.close());

  const NAME = "mutation ($name: String) { updateMe(input: { name: $name }) { name } }";
  const places: readonly (readonly [string, string])[] = [
    ["a name", JSON.stringify({ query: NAME, variables: { name: "J¤" } })],
    ["the document's own text", JSON.stringify({ query: 'mutation { updateMe(input: { name: "J¤" }) { name } }' })],
    ["a comment of the document", JSON.stringify({ query: `${NAME} # ¤`, variables: { name: "Jo" } })],
    ["a variable that nothing reads", JSON.stringify({ query: NAME, variables: { name: "Jo", other: "¤" } })],
    ["a variable's name", JSON.stringify({ query: NAME, variables: { name: "Jo", "o¤": 1 } })],
    ["the operation's name", JSON.stringify({ query: NAME, operationName: "¤", variables: { name: "Jo" } })],
    ["an extension", JSON.stringify({ query: NAME, variables: { name: "Jo" }, extensions: { a: "¤" } })],
    ["what follows the JSON", `${JSON.stringify({ query: NAME, variables: { name: "Jo" } })}¤`],
  ];

  it.each(places)(
    "is refused in %s before anything is carried out, whichever bytes and whether the document is known",
    async (_place, body) => {
      for (const _ of [1, 2, 3]) await api.ask(NAME, { token, variables: { name: "Anna" } });

      for (const [what, bytes] of WRONG) {
        const { status, data, errors } = await api.post(withBytes(body, bytes), {
          ...JSON_TYPE,
          authorization: `Bearer ${token}`,
        });
        expect({ what, status, data, code: errors[0]?.extensions.code }).toEqual({ what, status: 400, code: "BAD_REQUEST" });
        expect(errors[0]?.message).toContain("UTF-8");
      }
      expect((await api.ask("{ me { name } }", { token })).data.me.name).toBe("Anna");
    },
  );

  it("makes no account by its password", async () => {
    const query = "mutation ($input: SignUpInput!) { signUp(input: $input) { token } }";
    const body = JSON.stringify({
      query,
      variables: { input: { email: "wrong@example.org", password: "a secret with ¤ in it" } },
    });

    for (const [, bytes] of WRONG) expect((await api.post(withBytes(body, bytes), JSON_TYPE)).status).toBe(400);

    const { rows } = await api.opened.database
      .query("SELECT 1 FROM users WHERE email = 'wrong@example.org'")
      .then((rows) => ({ rows }));
    expect(rows).toEqual([]);
  });

  it.each(WRONG)("is refused in the address of a query by GET: %s", async (_what, bytes) => {
    const percent = bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
    const query = encodeURIComponent('query ($c: String) { tutorials(filter: { category: $c, subject: "¤" }) { totalCount } }');
    const urls = [
      `/graphql?query=${query.replace("%C2%A4", percent)}`,
      `/graphql?query=${query}&variables=${encodeURIComponent('{"c":"¤"}').replace("%C2%A4", percent)}`,
      `/graphql?query=${query}&operationName=${percent}`,
      `/graphql?query=${query}&unknown=${percent.toUpperCase()}`,
    ];

    for (const url of urls) {
      const answer = await api.http.inject({ url });
      expect([url, answer.statusCode, answer.json().errors[0].extensions.code]).toEqual([url, 400, "BAD_REQUEST"]);
    }
  });

  it("is refused in the address where it stands as it is, and never read as something else", async () => {
    const { port } = new URL(await api.http.listen({ port: 0, host: "127.0.0.1" }));
    const query = "{tutorials(filter:{category:%22F\u00fcchse%22}){totalCount}}";
    const answer = await new Promise<string>((resolve, reject) => {
      let text = "";
      const socket = connect(Number(port), "127.0.0.1");
      socket.setEncoding("utf8").on("data", (more) => {
        text += more;
      });
      socket.on("error", reject).on("close", () => resolve(text));
      socket.write(`GET /graphql?query=${query} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    });

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain("BAD_REQUEST");
  });

  it.each(["iso-8859-1", "UTF-16", '"latin1"', "utf-7"])("is refused by its charset: %s", async (charset) => {
    const body = JSON.stringify({ query: "{ tutorials { totalCount } }" });

    for (const _ of [1, 2, 3]) {
      const { status, errors } = await api.post(body, { "content-type": `application/json; charset=${charset}` });
      expect([status, errors[0]?.extensions.code]).toEqual([415, "BAD_REQUEST"]);
    }
  });

  it.each(["utf-8", "UTF-8", '"utf-8"', "utf8", "us-ascii"])("is not what the charset %s says", async (charset) => {
    const body = JSON.stringify({ query: "{ tutorials { totalCount } }" });

    expect((await api.post(body, { "content-type": `application/json; charset=${charset}` })).status).toBe(200);
  });
});

describe("what is UTF-8", () => {
  let api: TestApi;
  let token: string;
  beforeAll(async () => {
    api = await TestApi.open();
    token = await api.world.token(await api.world.user());
  });
  afterAll(() => api.close());

  const NAME = "mutation ($name: String) { updateMe(input: { name: $name }) { name } }";

  it.each([
    ["the character U+FFFD itself", "J\ufffdrgen"],
    ["characters of two, three and four bytes", "Jürgen € 🐉 𠀀"],
    ["the last characters of each length", "\u007f \u07ff \uffff \u{10ffff}"],
    ["a mark of the byte order within", "J\ufeffo"],
  ])("comes back as it was sent: %s", async (_what, name) => {
    for (const _ of [1, 2, 3])
      expect((await api.ask(NAME, { token, variables: { name } })).data).toEqual({ updateMe: { name } });
    const url = `/graphql?query=${encodeURIComponent("query ($c: String) { tutorials(filter: { category: $c }) { totalCount } }")}`;
    const got = await api.http.inject({ url: `${url}&variables=${encodeURIComponent(JSON.stringify({ c: name }))}` });
    expect(got.statusCode).toBe(200);
  });

  it("may have a mark of the byte order before it", async () => {
    const { status } = await api.post(`\ufeff${JSON.stringify({ query: "{ __typename }" })}`, JSON_TYPE);

    expect(status).toBe(200);
  });

  it("may be cut by packets within a character", async () => {
    const { port } = new URL(await api.http.listen({ port: 0, host: "127.0.0.1" }));
    const name = "🐉ü€";
    const body = Buffer.from(JSON.stringify({ query: NAME, variables: { name } }));
    const head = `POST /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\n`;
    const socket = connect(Number(port), "127.0.0.1").setNoDelay(true);
    let answer = "";
    socket.setEncoding("utf8").on("data", (more) => {
      answer += more;
    });
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);

    // A chunk a byte: what a chunk holds reaches the service by itself.
    for (const byte of body) socket.write(Buffer.concat([Buffer.from("1\r\n"), Buffer.from([byte]), Buffer.from("\r\n")]));
    socket.write("0\r\n\r\n");
    await closed;

    expect(answer).toContain(JSON.stringify({ data: { updateMe: { name } } }));
  });
});

describe("the name that a session has of its client", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it.each([
    ["UTF-8", Buffer.from("Jürgens Telefon 🐉"), "Jürgens Telefon 🐉"],
    ["ISO-8859-1", Buffer.from("Jürgens Telefon", "latin1"), "Jürgens Telefon"],
    ["more characters than are kept", Buffer.from("🐉".repeat(300)), "🐉".repeat(255)],
  ])("is the text that the client sent in %s", async (_what, bytes, name) => {
    const email = `${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}@example.org`;
    const query = "mutation ($input: SignUpInput!) { signUp(input: $input) { user { sessions { userAgent } } } }";

    const { data } = await api.ask(query, {
      variables: { input: { email, password: "a secret of mine" } },
      headers: { "user-agent": bytes.toString("latin1") },
    });

    expect(data.signUp.user.sessions).toEqual([{ userAgent: name }]);
  });
});

describe("a query by GET", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  it.each(["variables=", "extensions=", "operationName=", "variables=null", "variables=&operationName=&extensions="])(
    "may have parameters that say nothing: %s",
    async (parameters) => {
      const query = `query=${encodeURIComponent("{ tutorials { totalCount } }")}`;
      const urls = [`/graphql?${query}&${parameters}`, `/graphql?${parameters}&${query}`];

      for (const url of urls)
        expect((await api.http.inject({ url })).json()).toEqual({ data: { tutorials: { totalCount: 0 } } });
    },
  );

  it.each([
    ["no query", ""],
    ["an empty query", "query="],
    ["variables that are no JSON", "query={__typename}&variables=x"],
    ["variables that are no object", "query={__typename}&variables=[]"],
  ])("is refused with %s", async (_what, parameters) => {
    const answer = await api.http.inject({ url: `/graphql?${parameters}` });

    expect([answer.statusCode, answer.json().errors[0].extensions.code]).toEqual([400, "BAD_REQUEST"]);
  });

  it.each([
    ["application/json", 200],
    ["application/graphql-response+json", 200],
    ["text/html,*/*;q=0.8", 200],
    ["text/html", 406],
    ["image/png", 406],
  ])("that accepts %s is answered %i", async (accept, status) => {
    const api = await TestApi.open({ PLAYGROUND: "false" });
    const url = `/graphql?query=${encodeURIComponent("{ tutorials { totalCount } }")}`;

    const answer = await api.http.inject({ url, headers: { accept } });
    await api.close();

    expect(answer.statusCode).toBe(status);
    expect(answer.json().errors?.[0].extensions.code).toBe(status === 406 ? "BAD_REQUEST" : undefined);
  });
});
