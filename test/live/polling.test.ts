import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { Role } from "../../src/entities/Role.js";
import type { User } from "../../src/entities/User.js";
import { LiveClient, listen } from "../support/LiveClient.js";
import { describeWithoutServer } from "../support/onServer.js";
import { TestApi } from "../support/TestApi.js";

const NAME = "{ me { name } }";
const STORY = "query ($id: ID!) { story(id: $id) { title } }";
const INTERVAL_MS = 250;
const SETTINGS = { LIVE_INTERVAL_MS: String(INTERVAL_MS), METRICS_PORT: "0" };
const isState = ({ text }: { text: string }) => text.includes("pg_current_snapshot");

describe("live queries", () => {
  let opened: TestApi;
  let api: TestApi;
  let url: string;
  let anna: User;
  let token: string;
  const open: LiveClient[] = [];
  const others: TestApi[] = [];
  beforeAll(async () => {
    opened = await TestApi.open(SETTINGS);
  });
  beforeEach(() => serve({}));
  afterEach(async () => {
    for (const client of open.splice(0)) client.close();
    for (const one of others.splice(0)) await one.leave();
    await opened.opened.database.query("TRUNCATE admin_reads, users, tutorials CASCADE");
  });
  afterAll(() => opened.close());

  /** A service of its own over the same database, with an account. */
  async function serve(settings: Record<string, string>) {
    api = await TestApi.over(opened, { ...SETTINGS, ...settings });
    others.push(api);
    url = await listen(api);
    anna = await api.world.user({ name: "Anna" });
    token = await tokenOf(anna);
  }
  /** A token whose use is noted already. */
  async function tokenOf(user: User) {
    const made = await api.world.token(user);
    await api.ask("{ me { id } }", { token: made });
    return made;
  }
  const live = async (query = NAME, opening: Parameters<typeof LiveClient.open>[2] = { token }) => {
    const client = await LiveClient.query(url, query, opening);
    open.push(client);
    return client.until(({ texts }) => texts.length > 0);
  };
  const write = (text: string, values: unknown[] = []) => api.opened.database.query(text, values);
  const rename = (user: User, name: string) => write("UPDATE users SET name = $2 WHERE id = $1", [user.id, name]);
  const namesIn = ({ events }: LiveClient) => events.map(({ data }) => data?.live.me.name);
  /** Waits for so many looks at the state, and returns the statements that were sent meanwhile. */
  const looks = async (count: number) => {
    const before = api.statements.length;
    const since = () => api.statements.slice(before);
    while (since().filter(isState).length < count) await wait(20);
    return since();
  };

  // The state that streams look at is that of the whole server. There, other tests commit too.
  describeWithoutServer("on a database of their own", () => {
    it("are not asked while nothing is committed, and all that was committed is told", async () => {
      const client = await live();
      await looks(2);

      const quiet = await looks(4);
      await rename(anna, "Ann");
      await client.until(({ texts }) => texts.length > 1);
      const after = await looks(4);

      expect(quiet.filter((one) => !isState(one))).toEqual([]);
      expect(namesIn(client)).toEqual(["Anna", "Ann"]);
      expect(after.filter((one) => !isState(one)).length).toBeLessThanOrEqual(1);
    });

    it("ask nothing when nothing has changed for a while and nobody asks, and go on when somebody does", async () => {
      await serve({ LIVE_SLEEP_AFTER_S: "1" });
      const client = await live();
      await wait(2_000);

      const before = api.statements.length;
      await wait(2_000);
      const asleep = api.statements.length - before;
      await rename(anna, "Ann");
      await wait(1_000);
      const stillOne = client.texts.length;
      await api.ask("{ __typename }");
      await client.until(({ texts }) => texts.length > 1);

      expect([asleep, stillOne, namesIn(client)]).toEqual([0, 1, ["Anna", "Ann"]]);
    });
  });

  it("tell at once what their viewer writes, on each device", async () => {
    await serve({ LIVE_INTERVAL_MS: "60000" });
    const [one, other] = [await live(), await live(NAME, { token: await tokenOf(anna) })];

    const started = performance.now();
    await api.ask('mutation { updateMe(input: { name: "Ann" }) { id } }', { token });
    for (const client of [one, other]) await client.until(({ texts }) => texts.length > 1);
    const ms = performance.now() - started;

    expect([namesIn(one), namesIn(other)]).toEqual([
      ["Anna", "Ann"],
      ["Anna", "Ann"],
    ]);
    expect(ms).toBeLessThan(1_000);
  });

  it("share statements by what they ask, each with the rows of its own viewer, also for another's ids", async () => {
    const ben = await api.world.user({ name: "Ben" });
    const bens = await tokenOf(ben);
    const [hers, his] = [await api.world.story(anna, { title: "hers" }), await api.world.story(ben, { title: "his" })];
    const streams = [
      await live(STORY, { token, variables: { id: hers.id } }),
      await live(STORY, { token, variables: { id: his.id } }),
      await live(STORY, { token: bens, variables: { id: hers.id } }),
      await live(STORY, { token: bens, variables: { id: his.id } }),
    ];
    await looks(2);

    const before = api.statements.length;
    await write("UPDATE stories SET title = title || '!'");
    await streams[0]?.until(({ texts }) => texts.length > 1);
    await streams[3]?.until(({ texts }) => texts.length > 1);
    await looks(2);

    const titles = streams.map(({ events }) => events.map(({ data }) => data.live.story?.title));
    expect(titles).toEqual([["hers", "hers!"], [undefined], [undefined], ["his", "his!"]]);
    const polls = api.statements.slice(before).filter((one) => !isState(one));
    // On a server other tests commit too, so there may be more rounds than one. Each asks for all streams at once.
    expect(polls.map(({ text, values }) => [text.includes("unnest"), (values[0] as unknown[]).length])).toEqual(
      polls.map(() => [true, 4]),
    );
    expect(polls.length).toBeGreaterThan(0);
  });

  it("ask once for all that have the same answer", async () => {
    const streams = await Promise.all(Array.from({ length: 8 }, () => live("{ tutorials(first: 5) { totalCount } }", {})));
    await looks(2);

    const before = api.statements.length;
    await api.world.tutorial();
    for (const one of streams) await one.until(({ texts }) => texts.length > 1);

    const polls = api.statements.slice(before).filter((one) => !isState(one));
    expect(new Set(streams.map(({ texts }) => texts[1]))).toEqual(
      new Set(['{"data":{"live":{"tutorials":{"totalCount":1}}}}']),
    );
    expect(polls.every(({ values }) => !values.some(Array.isArray))).toBe(true);
    expect(polls.length).toBeLessThanOrEqual(2);
  });

  it.each([
    ["its session has ended", "DELETE FROM sessions WHERE user_id = $1"],
    ["its account is gone", "DELETE FROM users WHERE id = $1"],
    ["its session is over", "UPDATE sessions SET expires_at = now() WHERE user_id = $1"],
  ])("tell UNAUTHENTICATED and are complete when %s", async (_what, statement) => {
    const client = await live();

    await write(statement, [anna.id]);
    await client.until(({ isEnded }) => isEnded);

    expect([client.codes, client.isComplete, client.last?.data]).toEqual([["UNAUTHENTICATED"], true, undefined]);
  });

  it("end at once for the other devices when the password is changed", async () => {
    await serve({ LIVE_INTERVAL_MS: "60000" });
    const signUp = 'mutation { signUp(input: { email: "ann@example.org", password: "a good long password" }) { token } }';
    const { data } = await api.ask(signUp);
    const own: string = data.signUp.token;
    const [user] = await write("SELECT id FROM users WHERE email = 'ann@example.org'");
    await api.ask("{ me { id } }", { token: own });
    const other = await live("{ me { id } }", { token: await api.world.token(user) });
    const input = '{ currentPassword: "a good long password", newPassword: "another good password" }';

    const changed = await api.ask(`mutation { changePassword(input: ${input}) { token } }`, { token: own });
    await other.until(({ isEnded }) => isEnded);

    expect([changed.errors, other.codes]).toEqual([[], ["UNAUTHENTICATED"]]);
  });

  it("show an admin's rows from the moment that the viewer is one, and write that down, and no longer after", async () => {
    const client = await live("{ users { nodes { name } } }");

    await write("UPDATE users SET role = $2 WHERE id = $1", [anna.id, Role.ADMIN]);
    await client.until(({ texts }) => texts.length > 1);
    await write("UPDATE users SET role = $2 WHERE id = $1", [anna.id, Role.USER]);
    await client.until(({ texts }) => texts.length > 2);
    client.close();
    await api.leave();

    expect(client.events.map(({ data }) => data.live.users?.nodes)).toEqual([undefined, [{ name: "Anna" }], undefined]);
    expect(await write("SELECT admin_id FROM admin_reads")).toEqual([{ admin_id: anna.id }]);
  });

  it("lose no commit, whenever it comes between the look at the state and the answers", async () => {
    const client = await live();

    for (let count = 0; count < 60; count++) {
      await rename(anna, `Anna ${count}`);
      await wait(count % 20);
    }
    await client.until(({ last }) => last?.data.live.me.name === "Anna 59");

    expect(client.isEnded).toBe(false);
  });

  it("are not asked any more when their clients have gone", async () => {
    const [stays, goes] = [await live("{ tutorials { totalCount } }", {}), await live()];
    await looks(2);

    goes.close();
    await looks(2);
    const before = api.statements.length;
    await api.world.tutorial();
    await stays.until(({ texts }) => texts.length > 1);

    const polls = api.statements.slice(before).filter((one) => !isState(one));
    expect(polls.filter(({ text }) => text.includes("sessions"))).toEqual([]);
    stays.close();
    await wait(3 * INTERVAL_MS);
    const later = api.statements.length;
    await wait(3 * INTERVAL_MS);
    expect(api.statements.length).toBe(later);
  });

  it("look all the same every LIVE_WAKE_EVERY_S", async () => {
    await serve({ LIVE_SLEEP_AFTER_S: "1", LIVE_WAKE_EVERY_S: "2" });
    const client = await live();
    await wait(1_800);

    await rename(anna, "Ann");
    await client.until(({ texts }) => texts.length > 1);

    expect(namesIn(client)).toEqual(["Anna", "Ann"]);
  });

  it("leave out what the budget has nothing left for, and go on when it has come back", async () => {
    await serve({ BUDGET_ROWS: "3", BUDGET_ROWS_PER_SECOND: "1" });
    const client = await live();

    for (let count = 0; count < 12; count++) {
      await rename(anna, `Anna ${count}`);
      await wait(INTERVAL_MS);
    }
    await client.until(({ last }) => last?.data.live.me.name === "Anna 11");

    expect(client.texts.length).toBeLessThan(12);
    expect(client.isEnded).toBe(false);
  });

  it("tell a query's own failure to its client alone", async () => {
    const steps = "query ($id: ID!) { tutorial(id: $id) { steps { instruction(language: EN) } } }";
    const [bad, good] = [await api.world.tutorial({}, [{}]), await api.world.tutorial({}, [{}])];
    const [poisoned, well] = [
      await live(steps, { variables: { id: bad.id } }),
      await live(steps, { variables: { id: good.id } }),
    ];
    await write(
      `CREATE OR REPLACE FUNCTION is_well(text) RETURNS boolean IMMUTABLE LANGUAGE plpgsql AS
        $$ BEGIN IF $1 = 'bad' THEN RAISE 'poisoned'; END IF; RETURN true; END $$`,
    );

    await write("ALTER TABLE tutorial_steps RENAME TO real_steps");
    await write("CREATE VIEW tutorial_steps AS SELECT * FROM real_steps WHERE is_well(instruction_en)");
    await write("UPDATE real_steps SET instruction_en = CASE WHEN tutorial_id = $1 THEN 'bad' ELSE 'More.' END", [bad.id]);
    await poisoned.until(({ isEnded }) => isEnded);
    await well.until(({ texts }) => texts.length > 1);
    await write("DROP VIEW tutorial_steps");
    await write("ALTER TABLE real_steps RENAME TO tutorial_steps");

    expect([poisoned.codes, poisoned.isComplete]).toEqual([["INTERNAL_SERVER_ERROR"], true]);
    expect([well.last?.data.live.tutorial.steps, well.isEnded]).toEqual([[{ instruction: "More." }], false]);
    expect(api.logLines.join("")).toContain("a live query failed");
    expect(api.logLines.join("")).not.toContain("poisoned");
  });

  it("are counted for Prometheus", async () => {
    const client = await live();
    await rename(anna, "Ann");
    await client.until(({ texts }) => texts.length > 1);
    const isGated = /^novadraw_live_round_seconds_count\{gated="true"\} [1-9]/m;
    let text = "";
    while (!isGated.test(text)) {
      await looks(1);
      text = (await api.metrics?.text())?.text ?? "";
    }

    expect(text).toMatch(/^novadraw_live_streams 1$/m);
    expect(text).toMatch(/^novadraw_live_events_total 1$/m);
    expect(text).toMatch(/^novadraw_operations_total\{operation="anonymous",kind="subscription",code="OK"\} 1$/m);
  });
});
