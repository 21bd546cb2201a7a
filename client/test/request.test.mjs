import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { GraphQLClient } from "graphql-request";
import { errorWith, problemOf } from "../dist/errors.js";
import { Session } from "../dist/Session.js";
import { sessionFetch } from "../dist/sessionFetch.js";
import { Server } from "./Server.mjs";

const PAGE = `query Page($after: String) {
  drawings(first: 4, after: $after) { nodes { id } pageInfo { endCursor } totalCount }
}`;

describe("graphql-request", () => {
  let server;
  let session;
  let client;

  before(async () => {
    server = await Server.start();
    session = new Session();
    session.start(await server.signIn("anna"));
    client = new GraphQLClient(server.url, { fetch: sessionFetch(session) });
  });
  after(() => server?.stop());

  it("reads page after page as who is signed in", async () => {
    const seen = new Set();
    let after = null;
    let total;
    do {
      const { drawings } = await client.request(PAGE, { after });
      for (const { id } of drawings.nodes) seen.add(id);
      after = drawings.nodes.length === 0 ? null : drawings.pageInfo.endCursor;
      total = drawings.totalCount;
    } while (after !== null);

    assert.equal(seen.size, total);
    assert.ok(total > 4);
  });

  it("hands out errors by their codes and fields", async () => {
    const failure = await client
      .request('mutation { updateMe(input: { birthdate: "2999-01-01" }) { id } }')
      .catch((error) => error);

    assert.equal(errorWith("BAD_USER_INPUT", failure)?.path?.[0], "updateMe");
    assert.equal(problemOf("birthdate", failure)?.code, "OUT_OF_RANGE");
  });

  it("ends the session when the token has ended", async () => {
    await server.ask("mutation { signOutEverywhere }", {}, session.token);

    const failure = await client.request(PAGE).catch((error) => error);

    assert.equal(errorWith("UNAUTHENTICATED", failure)?.extensions.reason, "TOKEN_ENDED");
    assert.equal(session.token, null);
  });
});
