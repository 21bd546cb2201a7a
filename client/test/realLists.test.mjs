import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { gql } from "@apollo/client";
import fc from "fast-check";
import { createApolloClient } from "../dist/apollo.js";
import { Session } from "../dist/Session.js";
import { createUrqlClient } from "../dist/urql.js";
import { settled } from "./ModelServer.mjs";
import { Server } from "./Server.mjs";

const LIST = gql`query ($first: Int, $after: String) {
  drawings(first: $first, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } totalCount }
}`;
const CREATE = gql`mutation { createDrawing(input: {}) { id } }`;
const DELETE = gql`mutation ($id: ID!) { deleteDrawing(id: $id) }`;
const SIZES = [3, 4, 12];
const DELETE_MANY = gql`mutation ($ids: [ID!]!) { deleteDrawings(ids: $ids) }`;
const act = fc.record({
  does: fc.constantFrom("open", "open", "more", "more", "refetch", "create", "delete", "deleteMany"),
  size: fc.constantFrom(...SIZES),
  place: fc.nat(30),
  isAwaited: fc.boolean(),
});

/** Each client as the test uses it: it shows a list, asks for more of it, reads it anew, and writes. */
const CLIENTS = {
  "Apollo Client": (url, session, options) => {
    const client = createApolloClient(url, session, options);
    return {
      show: (first) => {
        const query = client.watchQuery({ query: LIST, variables: { first } });
        const subscription = query.subscribe({ error: () => undefined });
        const list = () => query.getCurrentResult().data?.drawings;
        return {
          list,
          more: () => query.fetchMore({ variables: { after: list().pageInfo.endCursor } }),
          refetch: () => query.refetch(),
          close: () => subscription.unsubscribe(),
        };
      },
      write: (mutation, variables) => client.mutate({ mutation, variables }),
    };
  },
  urql: (url, session, options) => {
    const client = createUrqlClient(url, session, options);
    return {
      show: (first) => {
        let subscription;
        let result;
        const ask = (after) => {
          subscription?.unsubscribe();
          subscription = client.query(LIST, { first, after }).subscribe((answer) => {
            result = answer;
          });
        };
        ask();
        const list = () => result?.data?.drawings;
        return {
          list,
          more: async () => ask(list().pageInfo.endCursor),
          refetch: () => client.query(LIST, { first }, { requestPolicy: "network-only" }).toPromise(),
          close: () => subscription.unsubscribe(),
        };
      },
      write: (mutation, variables) => client.mutation(mutation, variables).toPromise(),
    };
  },
};

describe("lists over the real API", () => {
  let server;
  let session;
  before(async () => {
    server = await Server.start({ BUDGET_ROWS: "1000000" });
    session = new Session();
    session.start(await server.signIn("mia"));
  });
  after(() => server?.stop());

  const there = async () => {
    const { data } = await server.ask("{ drawings(first: 100) { nodes { id } } }", {}, session.token);
    return data.drawings.nodes.map(({ id }) => id);
  };

  for (const [name, connect] of Object.entries(CLIENTS))
    it(`are the API's in ${name} when all answers are there, whatever was asked and written at once`, async () => {
      const seed = Number(process.env.LISTS_SEED ?? Date.now() % 1e9);
      console.log(`LISTS_SEED=${seed}`);
      const run = async (acts) => {
        let waiting = 0;
        const counted = async (...words) => {
          waiting++;
          return fetch(...words).finally(() => waiting--);
        };
        const client = connect(server.url, session, { fetch: counted });
        const shown = new Map();
        const idle = async () => {
          for (let quiet = 0; quiet < 5; quiet = waiting === 0 ? quiet + 1 : 0) await settled();
        };
        for (const { does, size, place, isAwaited } of acts) {
          const list = shown.get(size);
          if (does === "open" && !list) shown.set(size, client.show(size));
          if (does === "more" && list?.list()?.pageInfo.hasNextPage) void list.more().catch(() => undefined);
          if (does === "refetch" && list) void list.refetch().catch(() => undefined);
          if (does === "create") void client.write(CREATE, {});
          const id = list?.list()?.nodes[place]?.id;
          const ids =
            list
              ?.list()
              ?.nodes.slice(0, place % 4)
              .map((node) => node.id) ?? [];
          if (does === "deleteMany") void client.write(DELETE_MANY, { ids }).catch(() => undefined);
          if (does === "delete" && id) void client.write(DELETE, { id }).catch(() => undefined);
          await (isAwaited ? idle() : settled());
        }
        await idle();
        const all = await there();
        for (const [size, { list, close }] of shown) {
          const { nodes, pageInfo, totalCount } = list();
          assert.deepEqual(
            nodes.map(({ id }) => id),
            all.slice(0, nodes.length),
          );
          assert.ok(nodes.length >= Math.min(size, all.length));
          assert.deepEqual([pageInfo.hasNextPage, totalCount], [nodes.length < all.length, all.length]);
          close();
        }
      };
      const property = fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 15 }), run);
      await fc.assert(property, { seed, numRuns: 15, includeErrorInReport: true, endOnFailure: true });
    });
});
