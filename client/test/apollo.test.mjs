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
  const cached = (query, variables) => client.readQuery({ query, variables })?.drawings;

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

  it("keeps pages from the end apart, and joins what is asked with before in front of them", async () => {
    await page(NODES);
    const end = { last: 2, first: null };
    const late = await page(NODES, end);
    await page(NODES, { ...end, before: late.data.drawings.pageInfo.startCursor });
    const { nodes, pageInfo } = client.readQuery({ query: NODES, variables: end }).drawings;

    assert.deepEqual(ids(nodes), all.slice(-4));
    assert.deepEqual([pageInfo.hasNextPage, pageInfo.hasPreviousPage], [false, true]);
    assert.deepEqual(ids(cached(NODES).nodes), all.slice(0, 4));
  });

  it("leaves a list alone when only a count is asked, and takes no count for rows", async () => {
    client.cache.reset();
    await page(gql`{ drawings(first: 0) { totalCount nodes { id } } }`);
    const after = await client.query({ query: gql`{ drawings(first: 4) { nodes { id } } }` });
    await page(NODES, { after: (await page(NODES)).data.drawings.pageInfo.endCursor });
    await page(gql`{ drawings(first: 0) { totalCount } }`);
    await page(gql`{ drawings { totalCount } }`);
    await page(gql`{ drawings { pageInfo { hasNextPage } } }`);

    assert.deepEqual(ids(after.data.drawings.nodes), all.slice(0, 4));
    assert.deepEqual(ids(cached(NODES).nodes), all.slice(0, 8));
    assert.equal(cached(NODES).totalCount, all.length);
  });

  it("shows each query as many rows as it asked for, and no answer shortens what another has read", async () => {
    const shown = async (first) => ids((await client.query({ query: NODES, variables: { first } })).data.drawings.nodes).length;
    client.cache.reset();
    const sizes = [await shown(3), await shown(12), await shown(3), await shown(5)];
    await page(NODES, { after: (await page(NODES)).data.drawings.pageInfo.endCursor });
    await page(NODES, { first: 3 });

    assert.deepEqual(sizes, [3, 12, 3, 5]);
    assert.deepEqual(ids(cached(NODES).nodes), all.slice(0, 8));
    assert.equal((await shown(12)) + (await shown(3)), 15);
  });

  it("does not show a page that follows no row of the list", async () => {
    client.cache.reset();
    const probe = (await server.ask("{ drawings(first: 8) { pageInfo { endCursor } } }", {}, session.token)).data.drawings;
    await page(NODES, { after: probe.pageInfo.endCursor });
    const before = cached(NODES);
    const { endCursor } = (await page(NODES)).data.drawings.pageInfo;
    await page(NODES, { after: probe.pageInfo.endCursor });
    const { nodes, pageInfo } = cached(NODES);

    assert.equal(before, undefined);
    assert.deepEqual([ids(nodes), pageInfo.endCursor], [all.slice(0, 4), endCursor]);
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
    const { endCursor } = cached(NODES, { first: 100 }).pageInfo;

    await page(NODES, { first: 100, after: endCursor });

    assert.deepEqual(ids(cached(NODES, { first: 100 }).nodes), all);
    assert.equal(cached(NODES, { first: 100 }).pageInfo.endCursor, endCursor);
  });

  it("leaves out of a list what was deleted", async () => {
    await page(NODES);
    client.cache.evict({ id: client.cache.identify({ __typename: "Drawing", id: all[1] }) });

    assert.deepEqual(ids(cached(NODES).nodes), [all[0], ...all.slice(2, 4)]);
  });

  it("counts a row no more that was evicted", async () => {
    client.cache.reset();
    await page(NODES);
    client.cache.evict({ id: client.cache.identify({ __typename: "Drawing", id: all[1] }) });

    assert.equal(cached(NODES).totalCount, all.length - 1);
  });

  it("shows a new row in front and a deleted one no more, on lists of any length and in the counts", async () => {
    client.cache.reset();
    const list = client.watchQuery({ query: NODES });
    const subscription = list.subscribe({ error: assert.fail });
    await list.fetchMore({ variables: { after: (await page(NODES)).data.drawings.pageInfo.endCursor } });
    const shown = () => list.getCurrentResult().data.drawings;
    const create = gql`mutation ($input: CreateDrawingInput!) { createDrawing(input: $input) { id } }`;
    const input = { uploadedImageUrl: "https://images.example.org/new.png" };
    const { id } = (await client.mutate({ mutation: create, variables: { input } })).data.createDrawing;
    const [made, madeCount] = [ids(shown().nodes), shown().totalCount];
    const mutation = gql`mutation ($id: ID!) { deleteDrawing(id: $id) }`;
    await client.mutate({ mutation, variables: { id }, optimisticResponse: { deleteDrawing: id } });
    const [left, leftCount] = [ids(shown().nodes), shown().totalCount];
    subscription.unsubscribe();

    assert.deepEqual([made, madeCount], [[id, ...all.slice(0, 8)], all.length + 1]);
    assert.deepEqual([left.slice(0, 8), leftCount], [all.slice(0, 8), all.length]);
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
