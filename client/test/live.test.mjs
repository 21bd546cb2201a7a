import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { gql } from "@apollo/client";
import { EventSource } from "eventsource";
import { createApolloClient, liveApollo } from "../dist/apollo.js";
import { keepLive } from "../dist/keepLive.js";
import { liveEvents } from "../dist/liveEvents.js";
import { Session } from "../dist/Session.js";
import { createUrqlClient, liveUrql } from "../dist/urql.js";
import { Server } from "./Server.mjs";

const LIVE = "subscription Live { live { me { id name } } }";
const LIVE_LISTS = gql`
  subscription { live { me { id name } tutorialCategories { name tutorialCount } } }
`;
const PATIENCE_MS = 20_000;

async function until(holds) {
  const end = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error("It never held");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Relay's is in relay.test.mjs, beside its compiler. */
describe("live queries", () => {
  let server;
  let session;
  const closing = [];

  before(async () => {
    server = await Server.start({ LIVE_INTERVAL_MS: "250" });
  });
  beforeEach(async () => {
    session = new Session();
    session.start(await server.signIn("mia"));
    await rename("Mia");
  });
  after(async () => {
    await server?.stop();
  });

  const rename = (name) =>
    server.ask("mutation ($input: UpdateMeInput!) { updateMe(input: $input) { id } }", { input: { name } }, session.token);
  /** Opens a stream, waits for its first answer, writes, and returns the names of all answers. */
  async function namesOf(open, nameIn = ({ live }) => live.me.name) {
    const names = [];
    const close = open((data) => names.push(nameIn(data)));
    closing.push(close);
    await until(() => names.length > 0);
    await rename("Mia who draws");
    await until(() => names.length > 1);
    close();
    return names;
  }

  it("bring Apollo Client the first answer and the next ones, and what the page has asked for follows by itself", async () => {
    const client = createApolloClient(server.url, session);
    const shown = [];
    const page = client.watchQuery({ query: gql`{ me { id name } tutorialCategories { name tutorialCount } }` });
    const watching = page.subscribe(({ data }) => data?.me && shown.push(data.me.name));
    await until(() => shown.length > 0);

    const names = await namesOf((next) => liveApollo(client, LIVE_LISTS, undefined, next));
    await until(() => shown.at(-1) === "Mia who draws");
    watching.unsubscribe();

    assert.deepEqual(names, ["Mia", "Mia who draws"]);
  });

  it("bring urql the first answer and the next ones", async () => {
    const client = createUrqlClient(server.url, session);

    const names = await namesOf((next) => liveUrql(client, LIVE, {}, next));

    assert.deepEqual(names, ["Mia", "Mia who draws"]);
  });

  it("bring a plain EventSource the first answer and the next ones, with the session of a cookie", async () => {
    const headers = { cookie: `novadraw-session=${session.token}`, "sec-fetch-site": "same-origin" };
    class Source extends EventSource {
      constructor(url, init) {
        super(url, { ...init, fetch: (to, given) => fetch(to, { ...given, headers: { ...given.headers, ...headers } }) });
      }
    }

    const names = await namesOf((next) =>
      liveEvents(server.url, { query: LIVE }, ({ data }) => next(data), { EventSource: Source }),
    );

    assert.deepEqual(names, ["Mia", "Mia who draws"]);
  });

  it("end the session of each client when it has ended elsewhere, and ask no more", async () => {
    const clients = [
      (one, next) => liveApollo(createApolloClient(server.url, one), LIVE_LISTS, undefined, next),
      (one, next) => liveUrql(createUrqlClient(server.url, one), LIVE, {}, next),
    ];
    for (const open of clients) {
      const one = new Session();
      one.start(await server.signIn("ben"));
      let answers = 0;
      const close = open(one, () => answers++);
      await until(() => answers > 0);
      await server.ask("mutation { signOutEverywhere }", {}, await server.signIn("ben"));
      await until(() => one.token === null);
      close();
    }
  });
});

describe("keepLive", () => {
  class Page extends EventTarget {
    hidden = false;
    turn(hidden) {
      this.hidden = hidden;
      this.dispatchEvent(new Event("visibilitychange"));
    }
  }
  const opening = () => {
    const seen = { open: 0, opened: 0, ended: undefined };
    const open = (ended) => {
      seen.open++;
      seen.opened++;
      seen.ended = (...why) => {
        seen.open--;
        ended(...why);
      };
      return () => seen.open--;
    };
    return { seen, open };
  };
  const refused = (code, more = {}) => ({ errors: [{ message: code, extensions: { code, ...more } }] });

  it("closes a stream when its page has been hidden for a while, and opens it when it is seen", async () => {
    const page = new Page();
    const { seen, open } = opening();
    const close = keepLive(open, { page, hiddenSeconds: 0.05 });

    page.turn(true);
    page.turn(false);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const brief = [seen.open, seen.opened];
    page.turn(true);
    await until(() => seen.open === 0);
    page.turn(false);
    const again = [seen.open, seen.opened];
    close();
    page.turn(true);
    page.turn(false);

    assert.deepEqual([brief, again, seen.open, seen.opened], [[1, 1], [1, 2], 0, 2]);
  });

  it("opens again what was cut off or refused for now, and not what was refused for good", async () => {
    const { seen, open } = opening();
    const close = keepLive(open);
    seen.ended(refused("UNAVAILABLE", { retryAfterSeconds: 0.05 }));
    await until(() => seen.opened === 2);
    seen.ended(new Error("The connection was cut"));
    await until(() => seen.opened === 3);
    seen.ended(refused("UNAUTHENTICATED"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    close();

    assert.deepEqual([seen.open, seen.opened], [0, 3]);
  });
});
