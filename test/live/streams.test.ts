import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { Role } from "../../src/entities/Role.js";
import type { User } from "../../src/entities/User.js";
import { LiveClient, listen } from "../support/LiveClient.js";
import { DEFAULT_LIMITS, TestApi } from "../support/TestApi.js";

const NAME = "{ me { name } }";
const SETTINGS = { ...DEFAULT_LIMITS, LIVE_INTERVAL_MS: "250", LIVE_STREAMS: "30", SESSION_COOKIES: "true" };
const MULTIPART = "multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json";

describe("a stream", () => {
  let api: TestApi;
  let url: string;
  let anna: User;
  let token: string;
  const open: LiveClient[] = [];
  beforeAll(async () => {
    api = await TestApi.open(SETTINGS);
    url = await listen(api);
    anna = await api.world.user({ name: "Anna" });
    token = await api.world.token(anna);
  });
  afterEach(() => {
    for (const client of open.splice(0)) client.close();
  });
  afterAll(() => api.close());

  const stream = async (query: string, opening: Parameters<typeof LiveClient.open>[2] = { token }) => {
    const client = await LiveClient.open(url, query, opening);
    open.push(client);
    return client;
  };
  const live = async (query: string, opening: Parameters<typeof LiveClient.open>[2] = { token }) => {
    const client = await LiveClient.query(url, query, opening);
    open.push(client);
    return client;
  };
  const get = async (query: string, headers: Record<string, string>) => {
    const abort = new AbortController();
    const address = `${url}?query=${encodeURIComponent(query)}`;
    const response = await fetch(address, { headers: { accept: "text/event-stream", ...headers }, signal: abort.signal });
    const client = LiveClient.of(response, abort);
    open.push(client);
    return client;
  };
  const rename = (name: string) => api.opened.database.query("UPDATE users SET name = $2 WHERE id = $1", [anna.id, name]);

  it("begins with the answer now, in the bytes of the query's own answer, and is neither kept nor changed on its way", async () => {
    const { text } = await api.ask(NAME, { token });

    const client = await (await live(NAME)).until(({ texts }) => texts.length > 0);

    expect([client.status, client.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
    expect(client.headers.get("cache-control")).toBe("no-store, no-transform");
    expect(client.headers.get("x-accel-buffering")).toBe("no");
    expect(client.texts).toEqual([text.trimEnd().replace('{"data":', '{"data":{"live":').concat("}")]);
    expect(client.received).toMatch(/^retry: [23]\d{3}\n:\n\nevent: next\nid: [\w-]{16}\ndata: /);
  });

  it("sends the next answer when it is another one, and under the alias of live", async () => {
    await rename("Anna");
    const client = await (await stream("subscription { now: live { me { called: name } } }")).until(
      ({ texts }) => texts.length > 0,
    );

    await rename("Änne");
    await client.until(({ texts }) => texts.length > 1);

    expect(client.texts).toEqual(['{"data":{"now":{"me":{"called":"Anna"}}}}', '{"data":{"now":{"me":{"called":"Änne"}}}}']);
  });

  it("is sent in parts to clients that take those, each with its delimiter behind it", async () => {
    await rename("Anna");
    const client = await live(NAME, { token, headers: { accept: MULTIPART } });
    await client.until(({ received }) => received.includes("Anna"));
    await rename("Ben");
    await client.until(({ received }) => received.includes("Ben"));

    const part = (name: string) =>
      `\r\ncontent-type: application/json\r\n\r\n{"payload":{"data":{"live":{"me":{"name":"${name}"}}}}}\r\n--graphql`;
    expect(client.headers.get("content-type")).toBe('multipart/mixed; boundary="graphql"; subscriptionSpec=1.0');
    expect(client.received).toBe(`\r\n--graphql${part("Anna")}${part("Ben")}`);
  });

  it("holds several lists, __typename, fragments and variables, as a query does", async () => {
    const client = await stream(
      `subscription ($n: Int) { live { __typename ...Page mine: me { name } } }
       fragment Page on Query { tutorials(first: $n) { totalCount nodes { subject } } }`,
      { token, variables: { n: 1 } },
    );

    await client.until(({ texts }) => texts.length > 0);

    expect(client.last?.data.live).toMatchObject({ __typename: "Query", tutorials: { totalCount: 0, nodes: [] }, mine: {} });
  });

  it("tells a field's failure beside the others' answers, with the path from live", async () => {
    const client = await (await live("{ tutorials { totalCount } drawings { totalCount } }", {})).until(
      ({ texts }) => texts.length > 0,
    );

    expect(client.last?.data.live).toEqual({ tutorials: { totalCount: 0 }, drawings: null });
    expect(client.last?.errors).toMatchObject([{ path: ["live", "drawings"], extensions: { code: "UNAUTHENTICATED" } }]);
  });

  it.each([
    ["a token that is not good", NAME, "unknown", "UNAUTHENTICATED"],
    ["a syntax error", "subscription { live { me { name } }", undefined, "GRAPHQL_PARSE_FAILED"],
    ["a field that there is none of", "subscription { live { nobody } }", undefined, "GRAPHQL_VALIDATION_FAILED"],
    ["another subscription", "subscription { me { name } }", undefined, "GRAPHQL_VALIDATION_FAILED"],
    ["a directive on live", "subscription { live @include(if: true) { me { name } } }", undefined, "BAD_REQUEST"],
    ["live twice", "subscription { live { me { name } } live { me { id } } }", undefined, "BAD_REQUEST"],
    ["the schema", "subscription { live { ...S } } fragment S on Query { __schema { description } }", undefined, "BAD_REQUEST"],
    ["a wrong argument alone", '{ story(id: "x") { title } }', undefined, "BAD_USER_INPUT"],
    [
      "what is too dear to be asked again and again",
      "{ tutorials(first: 100) { nodes { steps { id } } } }",
      undefined,
      "QUERY_TOO_COMPLEX",
    ],
  ])("tells %s by an event, since EventSource reads no other status, and is complete", async (_what, query, given, code) => {
    const opening = given === undefined ? {} : { token: given };
    const client = await (query.startsWith("{") ? live(query, opening) : stream(query, opening));

    await client.until(({ isEnded }) => isEnded);

    expect([client.status, client.codes[0], client.isComplete]).toEqual([200, code, true]);
  });

  it("counts a child's lists though the stream is the session's first request, as after a restart, and no admin's", async () => {
    const counted = "{ drawings(first: 2) { totalCount nodes { id } } stories(first: 2) { totalCount nodes { id } } }";
    const bea = await api.world.user({ name: "Bea" });
    const admin = await api.world.user({ role: Role.ADMIN });
    const first = await live(counted, { token: await api.world.token(bea) });
    const refused = await live(counted, { token: await api.world.token(admin) });

    await first.until(({ texts }) => texts.length > 0);
    const drawing = await api.world.drawing(bea);
    await first.until(({ texts }) => texts.length > 1);
    await refused.until(({ isEnded }) => isEnded);

    const empty = { totalCount: 0, nodes: [] };
    expect(first.events.map(({ data }) => data.live)).toEqual([
      { drawings: empty, stories: empty },
      { drawings: { totalCount: 1, nodes: [{ id: drawing.id }] }, stories: empty },
    ]);
    expect([refused.codes[0], refused.isComplete]).toEqual(["QUERY_TOO_COMPLEX", true]);
  });

  it("is complete after its first event when nothing is read, so that nothing changes", async () => {
    const client = await (await live("{ __typename }", {})).until(({ isEnded }) => isEnded);

    expect([client.texts, client.isComplete]).toEqual([['{"data":{"live":{"__typename":"Query"}}}'], true]);
  });

  it("does not send again what a client that comes back has", async () => {
    await rename("Anna");
    const before = await (await live(NAME)).until(({ texts }) => texts.length > 0);
    before.close();

    const client = await live(NAME, { token, headers: { "last-event-id": before.ids[0] ?? "" } });
    await rename("Ben");
    await client.until(({ texts }) => texts.length > 0);

    expect(client.events.map(({ data }) => data.live.me.name)).toEqual(["Ben"]);
  });

  it("is refused in JSON to who takes no stream, and is no query's way", async () => {
    const { status, errors } = await api.ask(`subscription { live ${NAME} }`);
    await api.ask(`subscription { live ${NAME} }`);
    const again = await api.ask(`subscription { live ${NAME} }`);
    const query = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream, multipart/mixed" },
      body: JSON.stringify({ query: "{ __typename }" }),
    });

    expect([status, errors[0]?.extensions.code, again.status]).toEqual([400, "BAD_REQUEST", 400]);
    expect(errors[0]?.message).toContain("text/event-stream");
    expect(await query.text()).toBe('{"data":{"__typename":"Query"}}\n');
  });

  it("comes by GET to a page of the service's own or of an origin that is let in, with its cookie", async () => {
    const cookie = `novadraw-session=${token}`;
    const query = `subscription { live ${NAME} }`;

    const own = await (await get(query, { cookie, "sec-fetch-site": "same-origin" })).until(({ texts }) => texts.length > 0);
    const plain = await (await get(query, {})).until(({ texts }) => texts.length > 0);

    expect(own.last?.data.live.me).not.toBeNull();
    expect(plain.last?.data.live.me).toBeNull();
  });

  it.each([
    ["by a foreign page, with its user's cookie", { cookie: "novadraw-session=x", "sec-fetch-site": "cross-site" }],
    ["by a foreign page without a cookie", { "sec-fetch-site": "cross-site" }],
    ["from an old browser, with a cookie", { cookie: "novadraw-session=x" }],
    ["from an origin that is not let in", { origin: "https://foreign.example.org" }],
  ])("is refused by GET %s", async (_what, headers) => {
    const { status } = await get(`subscription { live ${NAME} }`, headers);

    expect(status).toBe(403);
  });

  it("is refused with RATE_LIMITED above five of a viewer, on whatever device, and is free again when one ends", async () => {
    const other = await api.world.token(anna);
    const five = await Promise.all(Array.from({ length: 5 }, (_, index) => live(NAME, { token: index % 2 ? token : other })));
    for (const one of five) await one.until(({ texts }) => texts.length > 0);

    const sixth = await (await live(NAME)).until(({ isEnded }) => isEnded);
    five[0]?.close();
    let again = await live(NAME);
    while ((await again.until(({ texts }) => texts.length > 0)).codes.length > 0) again = await live(NAME);

    expect([sixth.codes, sixth.isComplete]).toEqual([["RATE_LIMITED"], true]);
    expect(again.isEnded).toBe(false);
  });

  it("is refused with 503 above the streams of the process, so that clients come again", async () => {
    const tokens = await Promise.all(Array.from({ length: 7 }, async () => api.world.token(await api.world.user())));
    const all = await Promise.all(tokens.flatMap((one) => Array.from({ length: 5 }, () => live(NAME, { token: one }))));

    const refused = all.filter(({ status }) => status === 503);

    expect(all.filter(({ status }) => status === 200).length).toBe(30);
    expect(refused.map(({ headers }) => headers.get("retry-after"))).toEqual(Array(5).fill(expect.stringMatching(/^[2-9]$/)));
  });
});

describe("live queries that are turned off", () => {
  it("answer what to do instead", async () => {
    const api = await TestApi.open({ LIVE: "false" });

    const { status, errors } = await api.ask("subscription { live { me { name } } }");
    await api.close();

    expect([status, errors[0]?.extensions.code]).toEqual([400, "BAD_REQUEST"]);
    expect(errors[0]?.message).toContain("updatedAfter");
  });
});
