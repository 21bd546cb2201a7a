import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { gql } from "@urql/core";
import { errorWith } from "../dist/errors.js";
import { Session } from "../dist/Session.js";
import { createUrqlClient } from "../dist/urql.js";
import { Server } from "./Server.mjs";

const NODES = gql`query ($after: String) {
  drawings(first: 4, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } }
}`;
const EDGES = gql`query ($after: String) {
  drawings(first: 3, after: $after) { edges { cursor node { id } } pageInfo { endCursor hasNextPage } }
}`;

describe("urql", () => {
  let server;
  let session;
  let client;
  let all;

  before(async () => {
    server = await Server.start();
    session = new Session();
    session.start(await server.signIn("ben"));
    client = createUrqlClient(server.url, session);
    all = (await server.ask("{ drawings(first: 100) { nodes { id } } }", {}, session.token)).data.drawings.nodes.map(
      ({ id }) => id,
    );
  });
  after(() => server?.stop());

  it("joins the pages of a list that is asked with nodes", async () => {
    const one = await client.query(NODES, {}).toPromise();
    const { endCursor } = one.data.drawings.pageInfo;
    const two = await client.query(NODES, { after: endCursor }).toPromise();

    assert.deepEqual(
      two.data.drawings.nodes.map(({ id }) => id),
      all.slice(0, 8),
    );
  });

  it("joins the pages of a list that is asked with edges", async () => {
    const fresh = createUrqlClient(server.url, session);
    const one = await fresh.query(EDGES, {}).toPromise();
    const two = await fresh.query(EDGES, { after: one.data.drawings.pageInfo.endCursor }).toPromise();

    assert.deepEqual(
      two.data.drawings.edges.map(({ node }) => node.id),
      all.slice(0, 6),
    );
  });

  it("shows each query its own page size, with the cursor of its last row", async () => {
    const query = gql`query ($first: Int) { drawings(first: $first) { nodes { id } pageInfo { endCursor } totalCount } }`;
    await client.query(query, { first: 12 }).toPromise();
    await client.query(gql`{ drawings(first: 0) { totalCount } }`, {}).toPromise();
    const { nodes, pageInfo } = (await client.query(query, { first: 3 }).toPromise()).data.drawings;
    const next = await server.ask(
      "query ($after: String) { drawings(first: 1, after: $after) { nodes { id } } }",
      { after: pageInfo.endCursor },
      session.token,
    );

    assert.deepEqual([nodes.length, next.data.drawings.nodes[0].id], [3, all[3]]);
  });

  it("shows a new row in front and a deleted one no more, while a list of two pages is on the screen", async () => {
    const fresh = createUrqlClient(server.url, session);
    const query = gql`query ($after: String) {
      drawings(first: 4, after: $after) { nodes { id uploadedImageUrl } pageInfo { endCursor hasNextPage } totalCount }
    }`;
    const { endCursor } = (await fresh.query(query, {}).toPromise()).data.drawings.pageInfo;
    const results = [];
    let told = () => undefined;
    const subscription = fresh.query(query, { after: endCursor }).subscribe((result) => {
      results.push(result);
      told();
    });
    const until = async (isSo) => {
      while (!isSo(results.at(-1)?.data?.drawings)) await new Promise((resolve) => (told = resolve));
      return results.at(-1).data.drawings;
    };
    await until((list) => list?.nodes.length === 8);
    const create = gql`mutation ($input: CreateDrawingInput!) { createDrawing(input: $input) { id } }`;
    const input = { uploadedImageUrl: "https://images.example.org/new.png" };
    const { id } = (await fresh.mutation(create, { input }).toPromise()).data.createDrawing;
    const made = await until((list) => list?.nodes[0].id === id && list.totalCount === all.length + 1);
    await fresh.mutation(gql`mutation ($id: ID!) { deleteDrawing(id: $id) }`, { id }).toPromise();
    const left = await until((list) => list?.nodes[0].id !== id && list.totalCount === all.length);
    subscription.unsubscribe();

    assert.equal(made.pageInfo.hasNextPage, true);
    assert.deepEqual(
      left.nodes.map((row) => row.id),
      all.slice(0, left.nodes.length),
    );
    assert.ok(results.every(({ data }) => data));
  });

  it("matches fragments on Node, and keeps categories by their names without a complaint", async () => {
    const complaints = [];
    const warn = console.warn;
    console.warn = (...words) => complaints.push(words.join(" "));
    const query = gql`query ($id: ID!) { node(id: $id) { id ... on Drawing { uploadedImageUrl } } tutorialCategories { name tutorialCount } }`;
    const { data } = await client.query(query, { id: all[0] }).toPromise();
    console.warn = warn;

    assert.match(data.node.uploadedImageUrl, /^http/);
    assert.ok(data.tutorialCategories.length > 2);
    assert.deepEqual(complaints, []);
  });

  it("changes a row everywhere when a mutation answers it", async () => {
    const query = gql`{ stories(first: 1) { nodes { id isFavorite } } }`;
    const story = (await client.query(query, {}).toPromise()).data.stories.nodes[0];
    const mutation = gql`mutation ($id: ID!, $to: Boolean!) { setStoryFavorite(id: $id, isFavorite: $to) { id isFavorite } }`;
    await client.mutation(mutation, { id: story.id, to: !story.isFavorite }).toPromise();

    const { data } = await client.query(query, {}, { requestPolicy: "cache-only" }).toPromise();

    assert.equal(data.stories.nodes[0].isFavorite, !story.isFavorite);
  });

  it("ends the session when the token has ended", async () => {
    await server.ask("mutation { signOutEverywhere }", {}, session.token);

    const { error } = await client.query(NODES, {}, { requestPolicy: "network-only" }).toPromise();

    assert.equal(errorWith("UNAUTHENTICATED", error)?.extensions.reason, "TOKEN_ENDED");
    assert.equal(session.token, null);
  });
});
