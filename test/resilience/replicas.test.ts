import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { Role } from "../../src/entities/Role.js";
import { type Cluster, ROLE } from "../support/Cluster.js";
import { describeWithClusters } from "../support/onServer.js";
import { freePort } from "../support/pgBouncer.js";
import { lasting, type Outcome, Rig } from "../support/Rig.js";
import { runProgram } from "../support/runProgram.js";
import { killStarted, startService } from "../support/startService.js";

const PAGE = "{ me { name drawings(first: 10) { nodes { id stories(first: 10) { nodes { id title } } } } } }";
const RENAME = "mutation ($name: String!) { updateMe(input: { name: $name }) { id } }";
const CATALOGUE = "{ tutorials(first: 20) { nodes { id subject } } }";

/** Replicas: docs/guarantees.md#l9. */
describeWithClusters("reads from a streaming standby", () => {
  let rig: Rig;
  let standby: Cluster;
  let metricsPort: number;
  beforeEach(async () => {
    rig = await Rig.open();
    standby = await rig.cluster.standby();
    metricsPort = await freePort();
  });
  afterEach(async () => {
    killStarted();
    standby.remove();
    await rig.close();
  });

  const start = async (environment: Record<string, string> = {}) => {
    const DATABASE_READ_URLS = standby.urlThrough(standby.port);
    await rig.startReady({ DATABASE_READ_URLS, METRICS_PORT: String(metricsPort), ...environment });
  };
  /** How many reads a replica was asked for, by what became of them. */
  const outcomes = async (): Promise<Record<string, number>> => {
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    return Object.fromEntries(
      [...text.matchAll(/^novadraw_replica_reads_total\{outcome="(\w+)"\} (\d+)/gm)].map(([, name, count]) => [
        name,
        Number(count),
      ]),
    );
  };
  /** Asks until the replica has answered. */
  const untilAnswered = async (query = PAGE) => {
    const { answered: before = 0 } = await outcomes();
    while (((await outcomes()).answered ?? 0) === before) {
      await rig.ask(query);
      await wait(20);
    }
  };
  const onStandby = async (sql: string): Promise<void> => {
    await standby.query(sql, [], ROLE);
  };

  it("shows each write at once though replay stands still at random: none of 1,000 is stale", async () => {
    await start();
    await untilAnswered();
    let isGoingOn = true;
    const disturbing = (async () => {
      const client = await standby.connect();
      for (let isPaused = false; isGoingOn; isPaused = !isPaused) {
        await client.query(`SELECT pg_wal_replay_${isPaused ? "resume" : "pause"}()`);
        await wait(Math.random() * 25);
      }
      await client.query("SELECT pg_wal_replay_resume()");
      await client.end();
    })();
    const stale: string[] = [];
    let wrote = 0;
    // Several tokens of one account, as its devices: those that have not written themselves are read from the replica right after.
    const devices = await Promise.all(Array.from({ length: 2 }, () => rig.world.token(rig.child)));
    for (const token of devices) await rig.ask(PAGE, {}, { token });
    while (wrote < 1_000) {
      const name = `Anna ${++wrote}`;
      await rig.ask(RENAME, { name });
      const reads = await Promise.all(devices.map((token) => rig.ask(PAGE, {}, { token })));
      stale.push(...reads.map(({ data }) => data.me.name as string).filter((read) => read !== name));
    }
    isGoingOn = false;
    await disturbing;
    const { answered = 0, refused = 0 } = await outcomes();

    expect(stale).toEqual([]);
    expect(answered).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(20);
  }, 300_000);

  it("holds sign-outs, changed roles and erased accounts at once while the standby stands still", async () => {
    await start();
    const people = await Promise.all(Array.from({ length: 3 }, () => rig.world.user({ name: "Ben" })));
    const tokens = await Promise.all(people.map((user) => rig.world.token(user)));
    const [out = "", promoted = "", erased = ""] = tokens;
    for (const token of tokens) await rig.ask(PAGE, {}, { token });
    await untilAnswered();
    const ask = async (token: string) => (await rig.ask(PAGE, {}, { token })).code;
    await onStandby("SELECT pg_wal_replay_pause()");

    await rig.ask("mutation { signOut }", {}, { token: out });
    await rig.cluster.query("UPDATE users SET role = $2 WHERE id = $1", [people[1]?.id, Role.ADMIN], ROLE);
    await rig.cluster.query("DELETE FROM users WHERE id = $1", [people[2]?.id], ROLE);
    const codes = [await ask(out), await ask(erased)];
    const users = (await rig.ask("{ users(first: 20) { nodes { id } } }", {}, { token: promoted })).code;
    await onStandby("SELECT pg_wal_replay_resume()");

    expect(codes).toEqual(["UNAUTHENTICATED", "UNAUTHENTICATED"]);
    expect(users).toBeUndefined();
  });

  it("sends one statement to the replica and one check to the primary, and points and admins to the primary alone", async () => {
    await start({ SQL_ECHO: "true" });
    await untilAnswered();
    await untilAnswered(CATALOGUE);
    const before = await outcomes();
    await rig.ask("{ me { name } }");
    const admin = await rig.world.token(await rig.world.user({ role: Role.ADMIN }));
    for (let times = 0; times < 3; times++) await rig.ask(PAGE, {}, { token: admin });
    const points = await outcomes();
    // Lines of what was asked before may be on their way.
    let marker = -1;
    while (marker !== rig.running.output().length) {
      marker = rig.running.output().length;
      await wait(500);
    }
    await rig.ask(PAGE);
    const sent = () =>
      rig.running
        .output()
        .slice(marker)
        .split("\n")
        .filter((line) => line.includes("SQL SELECT") && line.includes("token_hash"));
    while (sent().length < 2) await wait(20);
    await wait(200);

    expect(points).toEqual(before);
    expect(
      sent()
        .map((line) => line.includes("concat("))
        .sort(),
    ).toEqual([false, true]);
  });

  const harms: readonly (readonly [string, () => unknown, () => unknown])[] = [
    ["stopped", () => standby.stop("immediate"), () => standby.resume()],
    ["frozen", () => standby.freeze(), () => standby.thaw()],
    ["promoted", () => standby.promote(), () => undefined],
    ["far behind", () => onStandby("SELECT pg_wal_replay_pause()"), () => onStandby("SELECT pg_wal_replay_resume()")],
  ];

  it.each(harms)(
    "go on when the standby is %s, with at least 0.9 of what the primary answers alone",
    async (_what, harm, heal) => {
      // Both at the same time, since others use the machine as well.
      const other = startService({ DATABASE_URL: rig.cluster.urlThrough(rig.cluster.port), BUDGET_ROWS: "100000000" });
      const [, alone = ""] = await other.says(/"url":"(http[^"]+)"/);
      await other.says(/"msg":"ready"/);
      await start();
      await untilAnswered();
      const isGoingOn = lasting(8_000);
      const asked = (url: string) => async (): Promise<Outcome["status"]> => {
        const headers = { "content-type": "application/json", authorization: `Bearer ${rig.token}` };
        const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query: PAGE }) });
        await response.text();
        return response.status;
      };
      const asking = Promise.all([alone, rig.url].map((url) => askWhile(isGoingOn, 4, asked(url))));
      const writing = (async () => {
        for (; isGoingOn(); await wait(100))
          await rig.cluster.query("SELECT pg_logical_emit_message(true, 'novadraw', 'goes on')");
      })();
      await wait(500);
      await harm();
      const [byPrimary = [], harmed = []] = await asking.finally(heal);
      await writing;

      expect([...new Set(byPrimary), ...new Set(harmed)]).toEqual([200, 200]);
      const part = harmed.length / byPrimary.length;
      expect(part > 0.9 ? "at least 0.9" : `${harmed.length} of ${byPrimary.length}`).toBe("at least 0.9");
      expect(await rig.complaints()).toEqual([]);
    },
  );

  it("ask the primary while the standby lacks a column that a migration has added", async () => {
    await start();
    await untilAnswered();
    // In both it is gone for a moment, in which nobody asks.
    await rig.cluster.query("ALTER TABLE drawings RENAME COLUMN created_at TO made_at", [], ROLE);
    const isReplayed = "SELECT FROM information_schema.columns WHERE table_name = 'drawings' AND column_name = 'made_at'";
    while ((await standby.query(isReplayed, [], ROLE)).length === 0) await wait(10);
    await onStandby("SELECT pg_wal_replay_pause()");
    await rig.cluster.query("ALTER TABLE drawings RENAME COLUMN made_at TO created_at", [], ROLE);

    const lacking = [await rig.ask(PAGE), await rig.ask(PAGE)];
    const { failed } = await outcomes();
    await onStandby("SELECT pg_wal_replay_resume()");
    await untilAnswered();

    expect(lacking.map(({ status }) => status)).toEqual([200, 200]);
    expect(failed).toBe(1);
  });

  it("are told by ping: whether the standby follows, and how far it is behind", async () => {
    const environment = {
      DATABASE_URL: rig.cluster.urlThrough(rig.cluster.port),
      DATABASE_READ_URLS: standby.urlThrough(standby.port),
    };
    const following = await runProgram("db", ["ping"], environment);
    await onStandby("SELECT pg_wal_replay_pause()");
    await rig.cluster.query("SELECT pg_logical_emit_message(true, 'novadraw', 'goes on')");
    const behind = await runProgram("db", ["ping"], environment);
    await onStandby("SELECT pg_wal_replay_resume()");
    standby.promote();
    const promoted = await runProgram("db", ["ping"], environment);

    expect(following).toMatchObject({ code: 0, output: expect.stringMatching(/Replica 1:[\s\S]*a standby, \d+ bytes behind/) });
    expect(behind.output).toMatch(/a standby, [1-9]\d* bytes behind/);
    expect(promoted).toMatchObject({ code: 1, output: expect.stringContaining("It follows no primary") });
  });
});

/** Asks so many at once, each ten times a second or as often as it is answered, while it lasts. */
async function askWhile<T>(isGoingOn: () => boolean, atOnce: number, ask: () => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  const loop = async () => {
    while (isGoingOn()) {
      const pause = wait(100);
      answers.push(await ask());
      await pause;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  return answers;
}
