import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { transactionRunner } from "../../../packages/engine/src/database/transactionRunner.js";
import type { User } from "../../../src/entities/User.js";
import { OpenAiWriter } from "../../../src/features/storyWriting/OpenAiWriter.js";
import { StoryBudget } from "../../../src/features/storyWriting/StoryBudget.js";
import { StoryWork } from "../../../src/features/storyWriting/StoryWork.js";
import { ConsentGate } from "../../../src/writes/ConsentGate.js";
import { FakeProvider, type MODERATIONS, QUOTED, STORY, USAGE } from "../../support/FakeProvider.js";
import { TestApi } from "../../support/TestApi.js";

const KEY = "sk-the-key-of-the-tests";
const UNKNOWN = { input: 4_000, output: 2_000 };
const NONE = { input: 0, output: 0 };
/** What is asked before, for the story, and after. */
const [BEFORE, ASKED, AFTER] = [["moderations"], ["moderations", "responses"], ["moderations", "responses", "moderations"]];
const AGAIN = { state: "REQUESTED", reason: null, attempts: 1, lease: null };
const LATER = { state: "REQUESTED", reason: null, attempts: 0, lease: null };
const REFUSED = { state: "REFUSED", reason: "UNSUITABLE", attempts: 1 };
const FAILED = { state: "FAILED", reason: "UNAVAILABLE", attempts: 1 };

describe("stories that OpenAI writes", () => {
  let api: TestApi;
  let fake: FakeProvider;
  let anna: User;
  const works: StoryWork[] = [];
  const logged: [level: string, values: object, message: string][] = [];
  beforeAll(async () => {
    api = await TestApi.open({ STORY_WRITER: "off" });
    fake = await FakeProvider.start();
    await query("INSERT INTO picture_links VALUES (1, 'https://api.example.org', 'a', 'b')");
    anna = await api.world.user();
  });
  beforeEach(async () => {
    fake.reset();
    logged.length = 0;
    calls.length = 0;
    await query("DELETE FROM story_requests");
    await query("DELETE FROM stories");
    await query("DELETE FROM story_spends");
  });
  afterEach(async () => {
    for (const work of works.splice(0)) await work.stop();
  });
  afterAll(async () => {
    await fake.close();
    await api.close();
  });

  const query = (sql: string, values: unknown[] = []) => api.opened.database.query(sql, values);
  const calls: string[] = [];
  const begin = (model: string, { deadline = new AbortController().signal, tokens = 100_000 } = {}) => {
    const transact = transactionRunner(api.opened.database, {});
    const provider = { url: fake.url, apiKey: KEY, model, tokensPerMonth: tokens };
    const counts = { noteCall: (outcome: string) => void calls.push(outcome) };
    const writer = new OpenAiWriter(provider, async () => Buffer.from("the picture"), counts);
    const log = {
      warn: (values: object, message: string) => void logged.push(["warn", values, message]),
      error: (values: object, message: string) => void logged.push(["error", values, message]),
    };
    const settings = { concurrency: 1, mostStories: 100, deadline: () => deadline };
    const work = new StoryWork(transact, new ConsentGate(), writer, log, settings, new StoryBudget(transact, tokens));
    works.push(work);
    work.wake();
    return work;
  };
  const enqueue = async () => {
    const { id: pictureId } = await api.world.picture(anna);
    const { id } = await api.world.drawing(anna, { pictureId });
    return (await query("INSERT INTO story_requests (user_id, drawing_id) VALUES ($1, $2) RETURNING id", [anna.id, id]))[0].id;
  };
  /** The request once its try is over. */
  const tried = async (id: string) => {
    for (;;) {
      const [row] = await query(
        `SELECT *, extract(epoch FROM due_at - now())::float AS seconds FROM story_requests
          WHERE id = $1 AND state <> 'WRITING' AND (due_at IS NULL OR due_at > now())`,
        [id],
      );
      if (row) return row;
      await wait(5);
    }
  };
  const spent = async () => {
    const [row] = await query(
      "SELECT input_tokens::int AS input, output_tokens::int AS output, calls::int AS calls FROM story_spends",
    );
    return row;
  };
  const stories = () => query("SELECT * FROM stories");
  const write = async (model: string) => {
    const id = await enqueue();
    begin(model);
    return tried(id);
  };

  it("are made of what it answers, with the model that answered, and the tokens counted", async () => {
    expect(await write("ok")).toMatchObject({ state: "READY", attempts: 1 });

    const { titleEn, titleDe, storyTextEn, storyTextDe } = STORY;
    expect(await stories()).toMatchObject([
      { title: titleEn, title_de: titleDe, story_text_en: storyTextEn, story_text_de: storyTextDe, origin: "AI" },
    ]);
    expect((await stories())[0]).toMatchObject({ ai_model: "ok-2026-11-01", generation_time_ms: expect.any(Number) });
    expect([fake.paths, await spent(), logged]).toEqual([AFTER, { ...USAGE, calls: 1 }, []]);
    expect(calls).toEqual(["answered", "answered", "answered"]);
  });

  it.each([
    ["limited", LATER, 2, NONE, "deferred"],
    ["limited-long", LATER, 30, NONE, "deferred"],
    ["limited-for-ever", LATER, 600, NONE, "deferred"],
    ["quota", LATER, 600, NONE, "deferred"],
    ["bad-key", LATER, 600, NONE, "deferred"],
    ["error", AGAIN, 5, NONE, "failed"],
    ["overloaded", AGAIN, 5, NONE, "failed"],
    ["reset", AGAIN, 5, UNKNOWN, "failed"],
    ["html", AGAIN, 5, UNKNOWN, "failed"],
    ["elsewhere", AGAIN, 5, UNKNOWN, "failed"],
    ["truncated", AGAIN, 5, USAGE, "failed"],
    ["wrong-json", AGAIN, 5, USAGE, "failed"],
    ["wrong-shape", AGAIN, 5, USAGE, "failed"],
    ["filtered", REFUSED, null, USAGE, "refused"],
    ["refusal", REFUSED, null, USAGE, "refused"],
    ["policy", REFUSED, null, NONE, "refused"],
    ["bad-image", FAILED, null, NONE, "failed"],
    ["no-such-model", FAILED, null, NONE, "failed"],
    ["no-usage", { state: "READY" }, null, UNKNOWN, "answered"],
  ])("end as they have to: %s", async (model, state, seconds, tokens, outcome) => {
    const row = await write(model);

    expect(row).toMatchObject(state);
    if (seconds === null) expect(row.seconds).toBeNull();
    else expect(Math.abs(row.seconds / seconds - 1)).toBeLessThan(0.3);
    const isReady = row.state === "READY";
    expect([fake.paths, await spent()]).toEqual([isReady ? AFTER : ASKED, { ...tokens, calls: 1 }]);
    expect([calls[1], (await stories()).length]).toEqual([outcome, isReady ? 1 : 0]);
  });

  it.each(["hang", "dribble"])("end at our deadline where an answer does not: %s", async (model) => {
    const deadline = new AbortController();
    const id = await enqueue();
    begin(model, { deadline: deadline.signal });
    while (fake.begun < (model === "hang" ? 1 : 3)) await wait(5);

    deadline.abort();

    expect(await tried(id)).toMatchObject(AGAIN);
    expect([fake.paths, await spent(), calls]).toEqual([ASKED, { ...UNKNOWN, calls: 1 }, ["answered", "failed"]]);
  });

  it.each<[keyof typeof MODERATIONS, object]>([
    ["flagged", REFUSED],
    ["down", AGAIN],
    ["limited", LATER],
    ["html", AGAIN],
    ["empty", AGAIN],
    ["unclear", AGAIN],
  ])("never pass without a check of the picture and the texts: %s", async (kind, state) => {
    fake.moderation.picture = kind;
    expect(await write("ok")).toMatchObject(state);
    expect([fake.paths, await spent()]).toEqual([BEFORE, { ...NONE, calls: 0 }]);

    await works.pop()?.stop();
    fake.reset();
    fake.moderation.texts = kind;
    expect(await write("ok")).toMatchObject(state);
    expect([fake.paths, await spent()]).toEqual([AFTER, { ...USAGE, calls: 1 }]);

    expect(await stories()).toEqual([]);
    expect(JSON.stringify(logged)).not.toContain("whale");
  });

  it.each([
    ["an empty title", { titleDe: " " }],
    ["a long title", { titleEn: "x".repeat(201) }],
    ["two lines of a title", { titleEn: "One\ntwo" }],
    ["a short text", { storyTextDe: "Kurz." }],
    ["a long text", { storyTextEn: "x".repeat(3_001) }],
    ["a control character", { storyTextEn: `${STORY.storyTextEn}\u0000` }],
    ["a half of a character", { storyTextEn: `${STORY.storyTextEn}\ud83d` }],
    ["markup", { storyTextDe: `${STORY.storyTextDe}<b>` }],
    ["a link", { storyTextDe: `${STORY.storyTextDe} https://example` }],
    ["a page", { storyTextEn: `${STORY.storyTextEn} Look at example.org!` }],
    ["a mailbox", { storyTextEn: `${STORY.storyTextEn} anna@home` }],
    ["a further field", { name: "Anna" }],
  ])("are not made of %s", async (_what, text) => {
    fake.story = { ...STORY, ...text };

    expect(await write("ok")).toMatchObject(AGAIN);
    expect([fake.paths, await stories(), await spent()]).toEqual([ASKED, [], { ...USAGE, calls: 1 }]);
  });

  it("may have paragraphs, umlauts and characters beyond the basic plane", async () => {
    fake.story = { ...STORY, storyTextDe: `${STORY.storyTextDe}\r\n\n„Grüße“, sagte er. 🐋` };

    expect((await write("ok")).state).toBe("READY");
  });

  it("leave the provider alone for as long as it asks for, all of a process", async () => {
    const ids = [await enqueue(), await enqueue(), await enqueue()];

    begin("limited-long");

    const rows = await Promise.all(ids.map(tried));
    expect(fake.paths).toEqual(ASKED);
    expect(rows.map(({ state, attempts }) => [state, attempts])).toEqual(Array(3).fill(["REQUESTED", 0]));
    for (const { seconds } of rows) expect(seconds).toBeGreaterThan(25);
    expect(logged).toHaveLength(1);
  });

  it("are told to operators by codes alone, and as an error where they have to do something", async () => {
    for (const model of ["bad-key", "bad-image", "error", "reset", "wrong-json"]) {
      await write(model);
      await works.pop()?.stop();
    }

    const of = (code: string) => ({ request: expect.any(String), ...(code !== "" && { code }) });
    expect(logged).toMatchObject([
      ["error", { ...of("invalid_api_key"), status: 401, providerRequest: "req_fake", seconds: 600 }, "Stories have to wait"],
      ["error", { ...of("invalid_image_format"), status: 400, providerRequest: "req_fake" }, "A story was not written"],
      ["warn", { ...of("server_error"), status: 500, providerRequest: "req_fake" }, "A story was not written"],
      ["warn", of(""), "A story was not written"],
      ["warn", of("NO_JSON"), "A story was not written"],
    ]);
    for (const secret of [KEY, QUOTED, "words", "127.0.0.1", "Incorrect"]) expect(JSON.stringify(logged)).not.toContain(secret);
  });

  it("wait for an hour when the month's budget is spent, without a call, and what is reserved counts", async () => {
    const ids = [await enqueue(), await enqueue()];
    // Room for two of the longest calls less one token: the first one uses little, so that the second has room, too.
    begin("ok", { tokens: 11_999 });
    expect((await Promise.all(ids.map(tried))).map(({ state }) => state)).toEqual(["READY", "READY"]);
    await query("UPDATE story_spends SET output_tokens = 6000 - input_tokens");
    fake.reset();

    const id = await enqueue();
    begin("ok", { tokens: 11_999 });

    const row = await tried(id);
    expect(row).toMatchObject(LATER);
    expect(row.seconds).toBeGreaterThan(3_500);
    expect(fake.seen).toEqual([]);
  });

  it("stay within the budget, however many are begun at once", async () => {
    const transact = transactionRunner(api.opened.database, {});
    const budget = new StoryBudget(transact, 5 * 6_000 + 5_999);

    const months = await Promise.all(Array.from({ length: 20 }, () => transact((manager) => budget.reserve(manager))));

    expect(months.filter((month) => month !== undefined)).toHaveLength(5);
    expect(await spent()).toEqual({ input: 20_000, output: 10_000, calls: 5 });
    expect(await transact((manager) => budget.isSpent(manager))).toBe(true);
  });

  it("count in full from the claim to the answer, so that nothing is lost in a kill, and not at all before the call", async () => {
    const whole = { ...UNKNOWN, calls: 1 };
    const stopAt = async (requests: number) => {
      const id = await enqueue();
      const work = begin("hang");
      while (fake.seen.length < requests) await wait(5);
      const during = await spent();
      await work.stop();
      const [row] = await query("SELECT * FROM story_requests WHERE id = $1", [id]);
      await query("DELETE FROM story_requests");
      return [during, await spent(), row];
    };

    fake.moderation.picture = "hang";
    expect(await stopAt(1)).toMatchObject([whole, { ...NONE, calls: 0 }, LATER]);
    fake.reset();
    expect(await stopAt(2)).toMatchObject([whole, whole, LATER]);
  });
});
