import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { gql } from "@apollo/client";
import { createApolloClient } from "../dist/apollo.js";
import { errorWith, problemOf } from "../dist/errors.js";
import { Session } from "../dist/Session.js";
import { Server } from "./Server.mjs";

const NODES = gql`
  query Nodes($after: String, $before: String, $last: Int, $first: Int = 4) {
    drawings(first: $first, after: $after, last: $last, before: $before) {
      nodes { id uploadedImageUrl }
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
      totalCount
    }
  }
`;
const EDGES = gql`
  query Edges($after: String, $first: Int = 4) {
    drawings(first: $first, after: $after) {
      edges { cursor node { id } }
      pageInfo { endCursor hasNextPage }
    }
  }
`;
const ALL = "{ drawings(first: 100) { nodes { id } } }";
const ids = (nodes) => nodes.map(({ id }) => id);

describe("Apollo Client", () => {
  let server;
  let session;
  let client;
  let all;

  before(async () => {
    server = await Server.start();
    session = new Session();
    session.start(await server.signIn("anna"));
    client = createApolloClient(server.url, session);
    all = ids((await server.ask(ALL, {}, session.token)).data.drawings.nodes);
  });
  after(() => server?.stop());

  const page = (query, variables) => client.query({ query, variables, fetchPolicy: "network-only" });
  const cached = (query) => client.readQuery({ query })?.drawings;

  it("joins the pages of a list that is asked with nodes", async () => {
    const one = await page(NODES);
    const two = await page(NODES, { after: one.data.drawings.pageInfo.endCursor });
    const { nodes, pageInfo, totalCount } = cached(NODES);

    assert.deepEqual(ids(nodes), all.slice(0, 8));
    assert.equal(pageInfo.endCursor, two.data.drawings.pageInfo.endCursor);
    assert.equal(pageInfo.hasPreviousPage, false);
    assert.equal(totalCount, all.length);
  });

  it("joins the pages of a list that is asked with edges, to its end", async () => {
    let { data } = await page(EDGES);
    while (data.drawings.pageInfo.hasNextPage) ({ data } = await page(EDGES, { after: data.drawings.pageInfo.endCursor }));

    assert.deepEqual(
      cached(EDGES).edges.map(({ node }) => node.id),
      all,
    );
  });

  it("puts a page asked with before in front", async () => {
    const probe = (await server.ask("{ drawings(first: 6) { pageInfo { endCursor } } }", {}, session.token)).data.drawings;
    client.cache.reset();
    const late = await page(NODES, { after: probe.pageInfo.endCursor, first: 3 });
    await page(NODES, { before: late.data.drawings.pageInfo.startCursor, last: 2, first: null });

    assert.deepEqual(ids(cached(NODES).nodes), all.slice(4, 9));
    assert.equal(cached(NODES).pageInfo.endCursor, late.data.drawings.pageInfo.endCursor);
  });

  it("reads a page anew in its place, and a list that is asked anew begins again", async () => {
    client.cache.reset();
    const one = await page(NODES);
    const { endCursor } = one.data.drawings.pageInfo;
    await page(NODES, { after: endCursor });
    await page(NODES, { after: endCursor });
    const twice = ids(cached(NODES).nodes);
    await page(NODES);

    assert.deepEqual(twice, all.slice(0, 8));
    assert.deepEqual(ids(cached(NODES).nodes), all.slice(0, 4));
  });

  it("keeps a list whole when a page beyond its end is asked for", async () => {
    client.cache.reset();
    await page(NODES, { first: 100 });
    const { endCursor } = cached(NODES).pageInfo;

    await page(NODES, { after: endCursor });

    assert.deepEqual(ids(cached(NODES).nodes), all);
    assert.equal(cached(NODES).pageInfo.endCursor, endCursor);
  });

  it("leaves out of a list what was deleted", async () => {
    await page(NODES);
    client.cache.evict({ id: client.cache.identify({ __typename: "Drawing", id: all[1] }) });

    assert.deepEqual(ids(cached(NODES).nodes), [all[0], ...all.slice(2, 4)]);
  });

  it("opens a drawing that a list has read without asking again", async () => {
    client.cache.reset();
    await page(NODES);
    const query = gql`query Drawing($id: ID!) { drawing(id: $id) { id uploadedImageUrl } }`;

    const { data } = await client.query({ query, variables: { id: all[2] }, fetchPolicy: "cache-only" });

    assert.equal(data.drawing.id, all[2]);
  });

  it("hands out errors by their codes and fields, and a wrong password ends no session", async () => {
    const mutation = gql`mutation ($input: SignInInput!) { signIn(input: $input) { token } }`;
    const wrong = { email: "anna@example.org", password: "not her password" };
    const bad = gql`mutation { updateMe(input: { birthdate: "2999-01-01" }) { id } }`;

    const failed = await client.mutate({ mutation, variables: { input: wrong } }).catch((error) => error);
    const refused = await client.mutate({ mutation: bad }).catch((error) => error);

    assert.equal(errorWith("WRONG_CREDENTIALS", failed)?.path?.[0], "signIn");
    assert.equal(problemOf("birthdate", refused)?.code, "OUT_OF_RANGE");
    assert.notEqual(session.token, null);
  });

  it("ends the session and forgets what it read when the token has ended", async () => {
    await page(NODES);
    let changes = 0;
    session.subscribe(() => changes++);
    await server.ask("mutation { signOutEverywhere }", {}, session.token);

    await assert.rejects(page(NODES));

    assert.equal(session.token, null);
    assert.equal(changes, 1);
    assert.equal(cached(NODES), undefined);
  });
});
