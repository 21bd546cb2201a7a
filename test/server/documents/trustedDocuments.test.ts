import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { TestApi } from "../../support/TestApi.js";

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

describe("a service with a manifest of operations", () => {
  const folder = mkdtempSync(join(tmpdir(), "novadraw-manifest-"));
  const manifest = join(folder, "persisted-documents.json");
  const TRUSTED = "query Subjects($first: Int) { tutorials(first: $first) { nodes { subject } } }";
  const MUTATION = "mutation Leave { signOut }";
  const ID = hashOf(TRUSTED);
  let api: TestApi;
  beforeAll(async () => {
    writeFileSync(manifest, JSON.stringify({ [ID]: TRUSTED, leave: MUTATION }));
    api = await TestApi.open({ OPERATIONS_MANIFEST: manifest });
    await api.world.tutorial({ subject: "fox" });
  });
  afterAll(async () => {
    await api.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["its id", { documentId: ID }],
    ["its id with the name of the hash", { documentId: `sha256:${ID}` }],
    ["Apollo's persisted query extension", { extensions: { persistedQuery: { version: 1, sha256Hash: ID } } }],
    ["its text", { query: TRUSTED }],
  ])("runs an operation of it that is sent by %s", async (_what, naming) => {
    const { data, errors } = await api.post({ ...naming, variables: { first: 1 } });

    expect([data, errors]).toEqual([{ tutorials: { nodes: [{ subject: "fox" }] } }, []]);
  });

  it("runs one that a GET names by its id, and no mutation so", async () => {
    const get = (id: string) =>
      api.http.inject({ url: `/graphql?documentId=${id}`, headers: { "apollo-require-preflight": "yes" } });

    expect((await get(ID)).json().data).toEqual({ tutorials: { nodes: [{ subject: "fox" }] } });
    expect((await get("leave")).statusCode).toBe(405);
  });

  it.each([
    ["another text", { query: "{ me { id } }" }],
    ["an unknown id", { documentId: "unknown" }],
    ["an unknown id beside a text", { documentId: "unknown", query: "{ me { id } }" }],
    ["introspection", { query: "{ __schema { queryType { name } } }" }],
    ["nothing", {}],
  ])("refuses %s, and runs no statement for it", async (_what, payload) => {
    const before = api.statements.length;

    const { status, errors } = await api.post(payload);

    expect([status, errors[0]?.extensions.code]).toEqual([400, "OPERATION_NOT_TRUSTED"]);
    expect(api.statements.length).toBe(before);
  });

  it("has no playground", async () => {
    expect((await api.http.inject({ url: "/", headers: { accept: "text/html" } })).statusCode).toBe(404);
  });

  it("does not become ready when an operation of it does not fit, and names it", async () => {
    writeFileSync(join(folder, "old.json"), JSON.stringify({ a: "query Old { tutorials { nodes { colour } } }" }));
    const old = await TestApi.over(api, { OPERATIONS_MANIFEST: join(folder, "old.json") });

    const { statusCode, payload } = await old.http.inject("/readyz");
    await old.http.close();

    expect(statusCode).toBe(503);
    expect(JSON.parse(payload).reason).toContain('The manifest\'s operation Old: Cannot query field "colour"');
  });

  it("says in one line what is wrong with a manifest that cannot be read", async () => {
    await expect(TestApi.over(api, { OPERATIONS_MANIFEST: join(folder, "none.json") })).rejects.toThrow("does not exist");
  });
});

describe("automatic persisted queries", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await TestApi.open();
  });
  afterAll(() => api.close());

  const byHash = (query: string, isSent: boolean) =>
    api.post({ ...(isSent && { query }), extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(query) } } });

  it("run by their hash once their text was sent with it", async () => {
    const query = "query Registered { tutorials { totalCount } }";

    const codes = [await byHash(query, false), await byHash(query, true), await byHash(query, false)].map(
      ({ data, errors }) => errors[0]?.extensions.code ?? data,
    );

    expect(codes).toEqual(["PERSISTED_QUERY_NOT_FOUND", { tutorials: { totalCount: 0 } }, { tutorials: { totalCount: 0 } }]);
  });

  it.each([
    ["a hash of something else", { version: 1, sha256Hash: hashOf("{ __typename }") }],
    ["another version", { version: 2, sha256Hash: hashOf("{ tutorials { totalCount } }") }],
    ["no version", { sha256Hash: hashOf("{ tutorials { totalCount } }") }],
    ["no object", "persisted"],
  ])("are refused as a bad request with %s, by POST and by GET", async (_what, persistedQuery) => {
    const query = "{ tutorials { totalCount } }";
    const extensions = JSON.stringify({ persistedQuery });

    const posted = await api.post({ query, extensions: { persistedQuery } });
    const got = await api.http.inject({ url: "/graphql", query: { query, extensions } });

    expect([posted.status, got.statusCode]).toEqual([400, 400]);
    expect([posted.errors[0]?.extensions.code, got.json().errors[0].extensions.code]).toEqual(["BAD_REQUEST", "BAD_REQUEST"]);
  });

  it("keep no text that is written into a document", async () => {
    const query = 'query Written { tutorials(filter: { category: "canary" }) { totalCount } }';
    await byHash(query, true);

    expect((await byHash(query, false)).errors[0]?.extensions.code).toBe("PERSISTED_QUERY_NOT_FOUND");
  });
});
