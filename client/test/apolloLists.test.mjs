import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gql } from "@apollo/client";
import fc from "fast-check";
import { createApolloClient } from "../dist/apollo.js";
import { Session } from "../dist/Session.js";
import { ModelServer, settled } from "./ModelServer.mjs";

const NODES = gql`query Nodes($first: Int, $after: String) {
  drawings(first: $first, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } totalCount }
}`;
const EDGES = gql`query Edges($first: Int, $after: String) {
  drawings(first: $first, after: $after) { edges { cursor node { id } } pageInfo { endCursor hasNextPage } }
}`;
const NONE = gql`{ drawings(first: 0) { totalCount } }`;
const COUNT = gql`{ drawings { totalCount } }`;
const LAST = gql`query Last($last: Int, $before: String) {
  drawings(last: $last, before: $before) { nodes { id } pageInfo { startCursor hasPreviousPage } }
}`;
const CREATE = gql`mutation { createDrawing(input: {}) { id } }`;
const DELETE = gql`mutation ($id: ID!) { deleteDrawing(id: $id) }`;

/** Each sees so many rows, asked as nodes or as edges. */
const LISTS = [
  { query: NODES, size: 4 },
  { query: EDGES, size: 3 },
  { query: NODES, size: 7 },
  { query: EDGES, size: 12 },
];

const place = fc.nat(1000);
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant("open"), list: fc.nat(LISTS.length - 1) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant("more"),
      list: fc.nat(LISTS.length - 1),
      size: fc.constantFrom(undefined, undefined, 5),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("refetch"), list: fc.nat(LISTS.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("ask"), query: fc.constantFrom(NONE, COUNT, LAST) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("close"), list: fc.nat(LISTS.length - 1) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("create") }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("delete"), place }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("others create"), size: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("others delete"), place }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("carryOut"), place }) },
  { weight: 8, arbitrary: fc.record({ does: fc.constant("answer"), place }) },
);

async function run(count, acts) {
  const server = new ModelServer(count);
  const client = createApolloClient("http://model/graphql", new Session(), { fetch: server.fetch });
  const open = new Map();
  const failed = (error) => (error.name === "AbortError" ? undefined : error);
  const later = (promise) => promise.catch(failed);
  const check = (isQuiet, after) => {
    for (const [{ size }, { query }] of open) {
      const { data } = query.getCurrentResult();
      if (isQuiet) assert.ok(data?.drawings, `no list of ${size} after ${after}`);
      if (data?.drawings)
        assert.equal(server.mistakeIn(data.drawings, isQuiet, size), undefined, `list of ${size} after ${after}`);
    }
  };
  for (const [step, { does, list, place: at, size, query }] of acts.entries()) {
    const kind = LISTS[list];
    const shown = open.get(kind);
    const data = shown?.query.getCurrentResult().data?.drawings;
    const request = server.requests[at % (server.requests.length || 1)];
    if (does === "open" && !shown) {
      const watched = client.watchQuery({ query: kind.query, variables: { first: kind.size } });
      open.set(kind, { query: watched, subscription: watched.subscribe({ error: () => undefined }) });
    }
    if (does === "close" && shown) {
      shown.subscription.unsubscribe();
      open.delete(kind);
    }
    if (does === "more" && data?.pageInfo.hasNextPage)
      void later(shown.query.fetchMore({ variables: { after: data.pageInfo.endCursor, ...(size && { first: size }) } }));
    if (does === "refetch" && shown) void later(shown.query.refetch());
    if (does === "ask")
      void later(client.query({ query, variables: query === LAST ? { last: 2 } : {}, fetchPolicy: "network-only" }));
    if (does === "create") void later(client.mutate({ mutation: CREATE }));
    if (does === "delete" && server.rows.length > 0) {
      const { id } = server.rows[at % server.rows.length];
      void later(client.mutate({ mutation: DELETE, variables: { id } }));
    }
    if (does === "others create") for (let count = 0; count < size; count++) server.make();
    if (does === "others delete" && server.rows.length > 0) server.deleteDrawing(server.rows[at % server.rows.length]);
    if (does === "carryOut" && request) await server.carryOut(request);
    if (does === "answer" && request) await server.answer(request);
    await settled();
    check(false, `${step} ${does}`);
  }
  await server.answerAll();
  // Of what others do the client hears when it reads anew.
  if (acts.some(({ does }) => does.startsWith("others"))) for (const { query } of open.values()) void later(query.refetch());
  await server.answerAll();
  check(true, "the end");
  for (const { subscription } of open.values()) subscription.unsubscribe();
  client.stop();
}

describe("Apollo Client's lists", () => {
  it("begin with the first row, have no gap, and tell what follows, whatever arrives in whatever order", async () => {
    const seed = Number(process.env.LISTS_SEED ?? Date.now() % 1e9);
    const numRuns = Number(process.env.LISTS_RUNS ?? 80);
    console.log(`LISTS_SEED=${seed}`);
    await fc.assert(fc.asyncProperty(fc.nat(26), fc.array(act, { minLength: 5, maxLength: 40 }), run), {
      seed,
      numRuns,
      includeErrorInReport: true,
    });
  });
});
