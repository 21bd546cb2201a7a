import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { transactionRunner } from "../../packages/engine/src/database/transactionRunner.js";
import { storyStatus } from "../../src/cli/storyStatus.js";
import { readConfig } from "../../src/config.js";
import { StoryWork } from "../../src/features/storyWriting/StoryWork.js";
import { TemplateWriter } from "../../src/features/storyWriting/TemplateWriter.js";
import { operatorsServices } from "../../src/operatorsServices.js";
import { ConsentGate } from "../../src/writes/ConsentGate.js";
import { describeOnServer } from "../support/onServer.js";
import { runProgram } from "../support/runProgram.js";
import { TestApi } from "../support/TestApi.js";

const OPENAI = {
  NODE_ENV: "test",
  STORY_WRITER: "openai",
  OPENAI_API_KEY: "sk-nobodys",
  STORY_MODEL: "gpt-x",
  STORY_TOKENS_PER_MONTH: "20000",
  AI_ZERO_RETENTION: "confirmed",
  AI_UNDER_18: "confirmed",
  CONSENT: "required",
  PICTURE_STORE: "folder",
};
const FAILED = "state = 'FAILED', reason = 'UNAVAILABLE', attempts = 3, due_at = NULL, finished_at = now()";

const OPEN = "state = 'REQUESTED', reason = NULL, attempts = 0, due_at = now(), finished_at = NULL";

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.open({ STORY_WRITER: "off" });
});
beforeEach(() => query("DELETE FROM story_requests; DELETE FROM story_spends"));
afterAll(() => api.close());

const query = (sql: string, values: unknown[] = []) => api.opened.database.query(sql, values);
/** A request of another account about a drawing of its own, changed as SQL says. */
const asked = async (changes = OPEN): Promise<string> => {
  const anna = await api.world.user();
  const { id: drawingId } = await api.world.drawing(anna, { uploadedImageUrl: "https://images.example.org/x.png" });
  const { id } = await api.world.storyRequest(anna, { drawingId });
  for (const change of [OPEN, changes]) await query(`UPDATE story_requests SET ${change} WHERE id = $1`, [id]);
  return id;
};
const storiesOf = (environment: Record<string, string>) => {
  const config = readConfig(environment);
  const { stories } = operatorsServices(config, api.opened.database);
  return { stories, lines: async () => storyStatus(await stories.status(), config) };
};
const template = { NODE_ENV: "test", STORY_WRITER: "template" };

describe("npm run stories -- status", () => {
  it("counts the requests by state, with the oldest of each, and names the last that may be begun anew", async () => {
    const { lines } = storiesOf(template);
    expect(await lines()).toEqual(["No stories were asked for in the last 30 days."]);
    await asked("created_at = now() - interval '5 minutes'");
    await asked();
    const failed = await asked(`${FAILED}, created_at = now() - interval '3 hours'`);
    await asked("state = 'REFUSED', reason = 'UNSUITABLE', due_at = NULL, finished_at = now()");

    expect(await lines()).toEqual([
      "Stories that were asked for:",
      "  FAILED (UNAVAILABLE): 1, the oldest from 3 h ago",
      expect.stringMatching(/^ {2}REFUSED \(UNSUITABLE\): 1, the oldest from \d s ago$/),
      "  REQUESTED: 2, the oldest from 5 min ago",
      "The last that may be begun anew, by npm run stories -- retry ID:",
      `  ${failed}`,
    ]);
  });

  it("tells what the month has used of its budget, and that stories wait when it has no room", async () => {
    const { lines } = storiesOf(OPENAI);
    const insert = "INSERT INTO story_spends VALUES (date_trunc('month', now() AT TIME ZONE 'UTC')::date, 900, 100, 3)";

    expect((await lines()).slice(1)).toEqual(["Tokens of this month: 0 of 20000, in calls: 0."]);
    await query(insert);
    expect((await lines()).slice(1)).toEqual(["Tokens of this month: 1000 of 20000, in calls: 3."]);
    await query("UPDATE story_spends SET output_tokens = 19000");
    expect((await lines()).slice(1)).toEqual([
      "Tokens of this month: 19900 of 20000, in calls: 3.",
      expect.stringMatching(/^Paused: the month has no room for another call\. Raise STORY_TOKENS_PER_MONTH/),
    ]);
  });

  it("tells what else keeps them waiting: settings, another try, or nobody who looks", async () => {
    await asked("due_at = now() + interval '5 minutes'");
    const put = await storiesOf({ ...OPENAI, PICTURE_STORE: "off" }).lines();
    await asked("due_at = now() - interval '1 hour'");
    await asked("state = 'WRITING', lease = gen_random_uuid(), due_at = now() - interval '3 hours'");
    const due = await storiesOf({ NODE_ENV: "test" }).lines();

    expect(put.slice(2)).toEqual([
      "Tokens of this month: 0 of 20000, in calls: 0.",
      "Paused: STORY_WRITER=openai tells of pictures, and PICTURE_STORE is off.",
      "All that are REQUESTED wait for another try, the next in 5 min. The log says why.",
    ]);
    expect(due.slice(3)).toEqual([
      "Paused: STORY_WRITER is off, by the settings of this command.",
      expect.stringContaining("Nobody takes what is REQUESTED: it has been due for 60 min."),
      expect.stringContaining("Nobody takes what is WRITING: it has been due for 3 h."),
    ]);
  });
});

describe("npm run stories -- retry", () => {
  it("has a request that FAILED written, however old it is", async () => {
    const id = await asked(`${FAILED}, created_at = now() - interval '3 days'`);

    expect(await storiesOf(template).stories.retry(id)).toBe("begun");

    const settings = { concurrency: 1, mostStories: 10 };
    const log = { warn: () => undefined, error: () => undefined };
    const run = transactionRunner(api.opened.database, {});
    const work = new StoryWork(run, new ConsentGate(), new TemplateWriter(), log, settings);
    work.wake();
    const stateOf = async () => (await query("SELECT state, attempts FROM story_requests WHERE id = $1", [id]))[0];
    while ((await stateOf()).state !== "READY") await new Promise((resolve) => setTimeout(resolve, 10));
    await work.stop();
    expect(await stateOf()).toEqual({ state: "READY", attempts: 1 });
  });

  it("leaves all others as they are, and says why", async () => {
    const { stories } = storiesOf(template);
    const open = await asked();
    const refused = await asked("state = 'REFUSED', reason = 'UNSUITABLE', due_at = NULL, finished_at = now()");
    const gone = await asked(`${FAILED}, drawing_id = NULL`);
    const twin = await asked(FAILED);
    await query(
      "INSERT INTO story_requests (user_id, drawing_id) SELECT user_id, drawing_id FROM story_requests WHERE id = $1",
      [twin],
    );
    const rows = () => query("SELECT * FROM story_requests ORDER BY id");
    const before = await rows();

    const answers = [];
    for (const id of [open, refused, gone, twin, "00000000-0000-4000-8000-000000000000"]) answers.push(await stories.retry(id));

    expect(answers).toEqual(["notFailed", "notFailed", "drawingGone", "alreadyOpen", "unknown"]);
    expect(await rows()).toEqual(before);
  });
});

describeOnServer("npm run stories", () => {
  const run = (...words: string[]) => runProgram("stories", words, { DATABASE_URL: api.opened.url ?? "" });

  it("says how stories get on, has one begun anew, and says why another is not", async () => {
    const id = await asked(FAILED);

    const [status, begun] = [await run("status"), await run("retry", id)];
    const [again, nonsense] = [await run("retry", id), await run("retry", "all")];

    expect([status.code, status.stdout]).toEqual([0, expect.stringMatching(/^Stories that were asked for:\n {2}FAILED/)]);
    expect(begun).toMatchObject({ code: 0, stdout: expect.stringMatching(/^The request waits to be written\./) });
    expect([again.code, again.output]).toEqual([1, "Only a request that FAILED can be begun anew.\n"]);
    expect([nonsense.code, nonsense.output]).toEqual([2, expect.stringContaining("It has to be a UUID.")]);
  });
});
