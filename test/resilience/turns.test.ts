import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { ROLE } from "../support/Cluster.js";
import { describeWithClusters } from "../support/onServer.js";
import { lasting, type Outcome, Rig } from "../support/Rig.js";
import { discard, keepingAgent } from "../support/send.js";

const FLOOD = "192.0.2.1";
const HOME = "198.51.100.7";
const POINT = "query ($id: ID!) { story(id: $id) { id title } }";
const WRITE = 'mutation { updateMe(input: { name: "New" }) { id } }';
const EMAIL = "carla@example.org";
const PASSWORD = "a secret of mine";
const SIGN_IN = `mutation { signIn(input: { email: "${EMAIL}", password: "${PASSWORD}" }) { token } }`;

describeWithClusters("who shares the service with a flood", () => {
  let rig: Rig;
  let storyId: string;
  let count = 0;
  beforeAll(async () => {
    rig = await Rig.open();
    storyId = (await rig.world.story(rig.child)).id;
    await rig.startReady({ BCRYPT_COST: "10", TRUST_PROXY: "loopback" });
    await signUp(EMAIL, HOME);
    // The first use of a session is written down.
    await point();
    rig.kill();
  });
  afterEach(() => rig.kill());
  afterAll(() => rig.close());

  const start = (settings: Record<string, string> = {}) =>
    rig.startReady({ BCRYPT_COST: "8", TRUST_PROXY: "loopback", ...settings });
  const signUp = (email: string, address: string) =>
    rig.ask(`mutation { signUp(input: { email: "${email}", password: "${PASSWORD}" }) { token } }`, {}, { address });
  const atHome = (query: string, variables = {}, token = rig.token) => rig.ask(query, variables, { address: HOME, token });
  const point = () => atHome(POINT, { id: storyId });
  const raw = (path: string, address: string) =>
    fetch(`${rig.url}${path}`, { headers: { "x-forwarded-for": address } }).then(async (answer) => {
      await answer.text();
      return answer.status;
    });
  /** What becomes of the others' requests, one after the other, while so many of the flood are in flight. */
  const beside = async (inFlight: number, flood: () => Promise<unknown>, others: readonly (() => Promise<Outcome>)[]) => {
    let isGoingOn = true;
    const flooding = Promise.all(
      Array.from({ length: inFlight }, async () => {
        while (isGoingOn) await flood();
      }),
    );
    await wait(500);
    const outcomes: Record<string, number> = {};
    try {
      for (const ask of others) {
        const { code = "OK" } = await ask();
        outcomes[code] = (outcomes[code] ?? 0) + 1;
      }
    } finally {
      isGoingOn = false;
      await flooding;
    }
    return outcomes;
  };
  const times = (most: number, ...asks: (() => Promise<Outcome>)[]) => Array.from({ length: most }, () => asks).flat();

  it("signs in and writes while one network has 110 sign-ups in flight", async () => {
    await start();

    const outcomes = await beside(110, () => signUp(`flood-${++count}@example.org`, FLOOD), [
      ...times(
        3,
        () => atHome(SIGN_IN),
        () => atHome(WRITE),
        () => atHome(WRITE),
      ),
    ]);

    expect(outcomes).toEqual({ OK: 9 });
    expect(await rig.complaints()).toEqual([]);
  });

  it("writes while one network signs in with the right password again and again", async () => {
    await start();

    const outcomes = await beside(
      40,
      () => rig.ask(SIGN_IN, {}, { address: FLOOD }),
      times(20, () => atHome(WRITE)),
    );

    expect(outcomes).toEqual({ OK: 20 });
    expect(await rig.complaints()).toEqual([]);
  });

  it("reads at half of its rate or better while one account reads long texts from 20 connections", async () => {
    await start({ MAX_ANSWER_BYTES: "20000000" });
    const reader = await rig.world.user();
    const token = await rig.world.token(reader);
    for (let number = 0; number < 20; number++) await rig.world.story(reader, { storyTextEn: "x".repeat(20_000) });
    const long = "{ me { stories(first: 20) { nodes { storyTextEn } } } }";
    const readAll = (ms: number) => rig.askWhile(lasting(ms), 4, point);
    await readAll(500);
    const headers = { authorization: `Bearer ${token}`, "x-forwarded-for": FLOOD };
    const agent = keepingAgent();
    const measure = async () => {
      const [alone, together]: [Outcome[], Outcome[]] = [[], []];
      for (let round = 0; round < 3; round++) {
        alone.push(...(await readAll(1_000)));
        const isOver = lasting(1_500);
        const flood = async () => {
          while (isOver()) {
            // The flood and the readers share this process: without a pause, it would be the flood of this process that is measured.
            await wait(20);
            await discard(`${rig.url}/graphql`, JSON.stringify({ query: long }), { agent, headers });
          }
        };
        const flooding = Promise.all(Array.from({ length: 20 }, flood));
        await wait(300);
        together.push(...(await readAll(1_000)));
        await flooding;
      }
      expect([...alone, ...together].filter(({ status }) => status !== 200)).toEqual([]);
      return together.length / alone.length;
    };

    // Whatever else the machine does makes a share smaller: so the best of a few tells what the service does.
    const shares: number[] = [];
    while (shares.length < 3 && !shares.some((share) => share >= 0.5)) shares.push(await measure());

    expect(Math.max(...shares)).toBeGreaterThanOrEqual(0.5);
  });

  it("fetches each of its copies while another network guesses addresses of copies", async () => {
    await start({ BCRYPT_COST: "4" });
    const { token } = (await atHome(SIGN_IN)).data.signIn;
    const fetched: Outcome["status"][] = [];
    const copy = async () => {
      const outcome = await atHome(`mutation { requestExport(currentPassword: "${PASSWORD}") { url } }`, {}, token);
      const { pathname } = new URL(outcome.data.requestExport.url);
      fetched.push(await raw(pathname, HOME));
      return outcome;
    };

    const outcomes = await beside(60, () => raw(`/exports/${randomBytes(32).toString("base64url")}`, FLOOD), times(6, copy));

    expect([outcomes, fetched]).toEqual([{ OK: 6 }, Array(6).fill(200)]);
    expect(await rig.complaints()).toEqual([]);
  });

  it("writes and reads while another network asks whether the service is ready", async () => {
    await start();

    const outcomes = await beside(
      100,
      () => raw("/readyz", FLOOD),
      times(20, () => atHome(WRITE), point),
    );

    expect(outcomes).toEqual({ OK: 40 });
    expect(await rig.complaints()).toEqual([]);
  });

  it("reads while somebody of its own network makes up tokens", async () => {
    await start();
    await point();

    const madeUp = () => rig.ask(POINT, { id: storyId }, { address: HOME, token: randomBytes(32).toString("base64url") });
    const outcomes = await beside(80, madeUp, times(40, point));

    expect(outcomes).toEqual({ OK: 40 });
  });

  it("writes while forty writers of another network wait for one locked row", async () => {
    await start({ LOCK_TIMEOUT_MS: "500" });
    const holder = await rig.cluster.connect();
    await holder.query(`BEGIN; SELECT FROM users WHERE id = '${rig.child.id}' FOR UPDATE`);
    const token = await rig.world.token(await rig.world.user());
    const other = () => atHome(`mutation { deleteDrawing(id: "${randomUUID()}") }`, {}, token);

    const outcomes = await beside(40, () => rig.ask(WRITE, {}, { address: FLOOD }), times(3, other));
    await holder.end();

    expect(outcomes).toEqual({ NOT_FOUND: 3 });
    expect(await rig.complaints()).toEqual([]);
  });

  it("reads and writes while a hundred clients of one network hang up at once again and again", async () => {
    await start();
    const hangUp = async () => {
      // The flood and the others share this process: without a pause it would have no time for the answers of the others.
      await wait(100);
      await rig.ask(POINT, { id: storyId }, { address: FLOOD, signal: AbortSignal.timeout(5) }).catch(() => undefined);
    };

    const outcomes = await beside(
      100,
      hangUp,
      times(20, () => atHome(WRITE), point),
    );

    expect(outcomes).toEqual({ OK: 40 });
    expect(await rig.complaints()).toEqual([]);
  });

  it("has each of 200 small reads at once answered, by a process that has just started", async () => {
    await start();

    const outcomes = await Promise.all(Array.from({ length: 200 }, point));

    expect(new Set(outcomes.map(({ code }) => code))).toEqual(new Set([undefined]));
  });

  it("has each of 30 slow pages at once answered, and the short reads beside them", async () => {
    await start();
    await rig.cluster.query(
      `ALTER TABLE tutorials RENAME TO rows_of_tutorials;
       CREATE VIEW tutorials AS SELECT rows_of_tutorials.* FROM rows_of_tutorials, (SELECT pg_sleep(0.25)) AS nap;
       GRANT SELECT ON tutorials TO ${ROLE}`,
      undefined,
      ROLE,
    );
    const slow = Array.from({ length: 30 }, () =>
      atHome("query ($at: Int) { tutorials(first: $at) { nodes { id } } }", { at: 5 }),
    );
    const short: Outcome[] = [];
    for (let number = 0; number < 20; number++) short.push(await point());
    const outcomes = await Promise.all(slow);
    await rig.cluster.query("DROP VIEW tutorials; ALTER TABLE rows_of_tutorials RENAME TO tutorials", undefined, ROLE);

    expect(new Set([...short, ...outcomes].map(({ code }) => code))).toEqual(new Set([undefined]));
  });
});
