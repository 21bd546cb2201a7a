import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import pg from "pg";
import { FEW_PLACES, sendTogether, waiting } from "../support/askTogether.js";
import { describeOnServer } from "../support/onServer.js";
import { send } from "../support/send.js";
import { TestApi } from "../support/TestApi.js";

const ACTIVE = "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

describeOnServer("clients that hang up", () => {
  let api: TestApi;
  let url: string;
  let lock: pg.Client;
  let watch: pg.Client;
  let token: string;
  beforeEach(async () => {
    api = await TestApi.open(FEW_PLACES);
    url = `${await api.http.listen({ port: 0, host: "127.0.0.1" })}/graphql`;
    [lock, watch] = [new pg.Client(api.opened.url), new pg.Client(api.opened.url)];
    await Promise.all([lock.connect(), watch.connect()]);
    token = await api.world.token(await api.world.user());
    await api.ask("{ me { id } }", { token });
    await client().ask();
  });
  afterEach(async () => {
    await Promise.all([lock.end(), watch.end()]);
    await api.close();
  });

  const client = () => {
    const leaving = new AbortController();
    const ask = () =>
      send(url, {
        body: JSON.stringify({ query: "query ($id: ID!) { story(id: $id) { id } }", variables: { id: randomUUID() } }),
        headers: { authorization: `Bearer ${token}` },
        signal: leaving.signal,
      }).catch((error: Error) => error.name);
    return { ask, leave: () => leaving.abort() };
  };
  const running = async () => (await watch.query<{ query: string }>(ACTIVE)).rows.map(({ query }) => query);

  it("while they wait are not among the members of a statement", async () => {
    const clients = [client(), client(), client()];
    const { going, release } = await sendTogether(
      api,
      clients.map(({ ask }) => ask),
    );

    clients[1]?.leave();
    while ((await waiting(api)) > 2) await wait(1);
    release();
    await Promise.all(going);

    expect(api.statements.at(-1)?.values.map((values) => (values as unknown[]).length)).toEqual([2, 2]);
  });

  it("end their statement when all of its members have hung up, and not before", async () => {
    const clients = [client(), client()];
    await lock.query("BEGIN; LOCK TABLE stories");
    const { going, release } = await sendTogether(
      api,
      clients.map(({ ask }) => ask),
    );
    release();
    while ((await running()).length === 0) await wait(10);

    clients[0]?.leave();
    const left = await going[0];
    const other = client();
    const otherGoing = other.ask();
    while ((await running()).length < 2) await wait(10);
    const still = (await running()).filter((text) => text.includes("unnest")).length;
    clients[1]?.leave();
    while ((await running()).some((text) => text.includes("unnest"))) await wait(10);
    await lock.query("ROLLBACK");

    expect([left, await going[1], still]).toEqual(["AbortError", "AbortError", 1]);
    expect(await otherGoing).toMatchObject({ status: 200 });
  });
});
