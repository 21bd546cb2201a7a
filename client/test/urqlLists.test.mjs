import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gql } from "@urql/core";
import fc from "fast-check";
import { Session } from "../dist/Session.js";
import { createUrqlClient } from "../dist/urql.js";
import { ModelServer, settled } from "./ModelServer.mjs";

const NODES = gql`query Nodes($first: Int, $after: String) {
  drawings(first: $first, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } totalCount }
}`;
const EDGES = gql`query Edges($first: Int, $after: String) {
  drawings(first: $first, after: $after) { edges { cursor node { id } } pageInfo { endCursor hasNextPage } }
}`;
const OTHERS = [
  [gql`{ drawings(first: 0) { totalCount } }`, {}],
  [gql`{ drawings { totalCount } }`, {}],
  [
    gql`query Last($last: Int) { drawings(last: $last) { nodes { id } pageInfo { startCursor hasPreviousPage } } }`,
    { last: 2 },
  ],
  [gql`{ drawings(first: 4) { nodes { id createdAt } } }`, {}],
];
const CREATE = gql`mutation { createDrawing(input: {}) { id } }`;
const DELETE = gql`mutation ($id: ID!) { deleteDrawing(id: $id) }`;
const LISTS = [
  { query: NODES, size: 4 },
  { query: EDGES, size: 3 },
  { query: NODES, size: 7 },
  { query: EDGES, size: 12 },
];

const place = fc.nat(1000);
const list = fc.nat(LISTS.length - 1);
const does = (name, more = {}) => fc.record({ does: fc.constant(name), ...more });
const act = fc.oneof(
  { weight: 3, arbitrary: does("open", { list }) },
  { weight: 5, arbitrary: does("more", { list }) },
  { weight: 2, arbitrary: does("refetch", { list }) },
  { weight: 2, arbitrary: does("ask", { place: fc.nat(OTHERS.length - 1) }) },
  { weight: 1, arbitrary: does("close", { list }) },
  { weight: 1, arbitrary: does("create") },
  { weight: 1, arbitrary: does("delete", { place }) },
  { weight: 1, arbitrary: does("others create", { size: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: does("others delete", { place }) },
  { weight: 3, arbitrary: does("carryOut", { place }) },
  { weight: 8, arbitrary: does("answer", { place }) },
);

async function run(count, acts) {
  const server = new ModelServer(count);
  const client = createUrqlClient("http://model/graphql", new Session(), { fetch: server.fetch });
  const open = new Map();
  const leaving = new Set();
  const show = (kind, after) => {
    open.get(kind)?.subscription.unsubscribe();
    const shown = { after };
    open.set(kind, shown);
    shown.subscription = client.query(kind.query, { first: kind.size, ...(after && { after }) }).subscribe((result) => {
      shown.result = result;
    });
  };
  const readAnew = (kind, after) =>
    void client.query(kind.query, { first: kind.size, ...(after && { after }) }, { requestPolicy: "network-only" }).toPromise();
  const check = (isQuiet, when) => {
    for (const [{ size }, { result }] of open) {
      if (isQuiet) assert.ok(result?.data?.drawings, `no list of ${size} after ${when}`);
      if (result?.data?.drawings)
        assert.equal(
          server.mistakeIn(result.data.drawings, isQuiet, size, leaving),
          undefined,
          `list of ${size} after ${when}`,
        );
    }
  };
  for (const [step, act] of acts.entries()) {
    const kind = LISTS[act.list];
    const shown = open.get(kind);
    const data = shown?.result?.data?.drawings;
    const request = server.requests[act.place % (server.requests.length || 1)];
    if (act.does === "open" && !shown) show(kind);
    if (act.does === "close" && shown) {
      shown.subscription.unsubscribe();
      open.delete(kind);
    }
    if (act.does === "more" && data?.pageInfo.hasNextPage) show(kind, data.pageInfo.endCursor);
    if (act.does === "refetch" && shown) readAnew(kind);
    if (act.does === "ask") {
      const [query, variables] = OTHERS[act.place];
      void client.query(query, variables, { requestPolicy: "network-only" }).toPromise();
    }
    if (act.does === "create") void client.mutation(CREATE, {}).toPromise();
    if (act.does === "delete" && server.rows.length > 0) {
      const { id } = server.rows[act.place % server.rows.length];
      leaving.add(id);
      void client.mutation(DELETE, { id }).toPromise();
    }
    if (act.does === "others create") for (let row = 0; row < act.size; row++) server.make();
    if (act.does === "others delete" && server.rows.length > 0)
      server.deleteDrawing(server.rows[act.place % server.rows.length]);
    if (act.does === "carryOut" && request) await server.carryOut(request);
    if (act.does === "answer" && request) await server.answer(request);
    await settled();
    check(false, `${step} ${act.does}`);
  }
  await server.answerAll();
  // Of what others do the client hears when it reads anew.
  if (acts.some(({ does }) => does.startsWith("others")))
    for (const [kind, { after }] of open) {
      readAnew(kind);
      await server.answerAll();
      if (after) readAnew(kind, after);
    }
  await server.answerAll();
  check(true, "the end");
  for (const { subscription } of open.values()) subscription.unsubscribe();
}

describe("urql's lists", () => {
  it("begin with the first row, have no gap, and tell what follows, whatever arrives in whatever order", async () => {
    const seed = Number(process.env.LISTS_SEED ?? Date.now() % 1e9);
    const numRuns = Number(process.env.LISTS_RUNS ?? 80);
    console.log(`LISTS_SEED=${seed}`);
    const property = fc.asyncProperty(fc.nat(26), fc.array(act, { minLength: 5, maxLength: 40 }), run);
    await fc.assert(property, { seed, numRuns, includeErrorInReport: true });
  });
});
