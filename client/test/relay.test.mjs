import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import relayRuntime from "relay-runtime";
import { createRelayEnvironment, liveRelay } from "../dist/relay.js";
import { Session } from "../dist/Session.js";
import { Server } from "./Server.mjs";

const { commitMutation, createOperationDescriptor, fetchQuery } = relayRuntime;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const FOLDER = fileURLToPath(new URL("./relay/", import.meta.url));

describe("Relay", () => {
  let server;
  let session;
  let environment;
  let all;
  let artifact;

  before(async () => {
    const settings = JSON.parse(readFileSync(new URL("../dist/relay.config.json", import.meta.url), "utf8"));
    mkdirSync(`${FOLDER}__generated__`, { recursive: true });
    const config = { ...settings, schema: "../../dist/schema.graphql", src: ".", language: "javascript", eagerEsModules: true };
    writeFileSync(`${FOLDER}relay.config.json`, JSON.stringify({ ...config, artifactDirectory: "./__generated__" }));
    execFileSync(process.execPath, ["../../node_modules/relay-compiler/cli.js", "relay.config.json"], { cwd: FOLDER });
    artifact = async (name) => (await import(`./relay/__generated__/${name}.graphql.js`)).default;
    server = await Server.start();
    session = new Session();
    session.start(await server.signIn("mia"));
    environment = createRelayEnvironment(server.url, session);
    all = (await server.ask("{ drawings(first: 100) { nodes { id } } }", {}, session.token)).data.drawings.nodes.map(
      ({ id }) => id,
    );
  });
  after(() => server?.stop());

  it("compiles operations with the kit's settings and joins the pages of a connection", async () => {
    const query = await artifact("galleryQuery");
    const first = createOperationDescriptor(query, { count: 5, cursor: null });
    environment.retain(first);
    await fetchQuery(environment, query, { count: 5, cursor: null }).toPromise();
    const { endCursor } = environment.lookup(first.fragment).data.drawings.pageInfo;
    await fetchQuery(environment, query, { count: 5, cursor: endCursor }).toPromise();

    const { edges } = environment.lookup(first.fragment).data.drawings;

    assert.deepEqual(
      edges.map(({ node }) => node.id),
      all.slice(0, 10),
    );
  });

  it("shows what the API would answer after a create, a bulk change and a bulk deletion, by one request for each list", async () => {
    let requests = 0;
    const counted = createRelayEnvironment(server.url, session, {
      fetch: (...words) => {
        requests++;
        return fetch(...words);
      },
    });
    const show = async (name, variables) => {
      const query = await artifact(name);
      const operation = createOperationDescriptor(query, variables);
      counted.retain(operation);
      await fetchQuery(counted, query, variables).toPromise();
      return () => counted.lookup(operation.fragment).data;
    };
    const page = await show("galleryQuery", { count: 3, cursor: null });
    const counts = await show("galleryCountQuery", {});
    const query = await artifact("galleryQuery");
    await fetchQuery(counted, query, { count: 3, cursor: page().drawings.pageInfo.endCursor }).toPromise();
    const write = async (name, variables, lists) => {
      const mutation = await artifact(name);
      requests = 0;
      await new Promise((resolve, reject) =>
        commitMutation(counted, { mutation, variables, onCompleted: resolve, onError: reject }),
      );
      while (requests < 1 + lists) await pause(5);
      // A second request for a list would have arrived by now.
      await pause(300);
      assert.equal(requests, 1 + lists);
    };
    const check = async () => {
      const { data } = await server.ask(
        "{ drawings(first: 100) { nodes { id } } me { stories(filter: { isFavorite: true }) { totalCount } } }",
        {},
        session.token,
      );
      const ids = data.drawings.nodes.map(({ id }) => id);
      assert.deepEqual(
        page().drawings.edges.map(({ node }) => node.id),
        ids.slice(0, 6),
      );
      assert.equal(counts().me.drawings.totalCount, ids.length);
      assert.equal(counts().me.stories.totalCount, data.me.stories.totalCount);
    };

    await write("galleryCreateMutation", {}, 2);
    await check();
    await write(
      "galleryDeleteMutation",
      {
        ids: page()
          .drawings.edges.slice(0, 2)
          .map(({ node }) => node.id),
      },
      2,
    );
    await check();
    const before = counts().me.stories.totalCount;
    const { data } = await server.ask(
      "{ stories(first: 2, filter: { isFavorite: false }) { nodes { id } } }",
      {},
      session.token,
    );
    await write("galleryMarkMutation", { ids: data.stories.nodes.map(({ id }) => id), isFavorite: true }, 1);
    await check();
    assert.equal(counts().me.stories.totalCount, before + 2);
  });

  it("reads any row through node", async () => {
    const { data } = await server.ask("{ stories(first: 1) { nodes { id storyText(language: DE) } } }", {}, session.token);
    const [story] = data.stories.nodes;

    const { node } = await fetchQuery(environment, await artifact("galleryNodeQuery"), { id: story.id }).toPromise();

    assert.equal(node.storyText, story.storyText);
  });

  it("keeps a live query open, and merges its rows by their ids", async () => {
    const names = [];
    const rename = (name) =>
      server.ask("mutation ($input: UpdateMeInput!) { updateMe(input: $input) { id } }", { input: { name } }, session.token);
    const until = async (count) => {
      while (names.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await rename("Mia");
    const subscription = await artifact("galleryLiveSubscription");

    const onNext = ({ live }) => names.push(live.me.name);
    const close = liveRelay(environment, { subscription, variables: {}, onNext });
    await until(1);
    await rename("Mia who draws");
    await until(2);
    close();

    const source = environment.getStore().getSource();
    const users = source.getRecordIDs().flatMap((id) => (source.get(id)?.__typename === "User" ? [source.get(id).name] : []));
    assert.deepEqual([names, users], [["Mia", "Mia who draws"], ["Mia who draws"]]);
  });

  it("ends the session when the token has ended", async () => {
    await server.ask("mutation { signOutEverywhere }", {}, session.token);

    const failure = await fetchQuery(environment, await artifact("galleryQuery"), { count: 5 })
      .toPromise()
      .catch((error) => error);

    assert.ok(failure instanceof Error);
    assert.equal(session.token, null);
  });
});
