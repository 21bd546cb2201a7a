import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { transactionRunner } from "../../../packages/engine/src/database/transactionRunner.js";
import type { Transact } from "../../../packages/engine/src/writes/Writer.js";
import type { Drawing } from "../../../src/entities/Drawing.js";
import type { User } from "../../../src/entities/User.js";
import { StoryWork } from "../../../src/features/storyWriting/StoryWork.js";
import type { StoryWriter, Written } from "../../../src/features/storyWriting/StoryWriter.js";
import { TemplateWriter } from "../../../src/features/storyWriting/TemplateWriter.js";
import { WriterDeferred } from "../../../src/features/storyWriting/WriterDeferred.js";
import { ConsentGate } from "../../../src/writes/ConsentGate.js";
import { TestApi } from "../../support/TestApi.js";

const URL_OF_PICTURE = "https://images.example.org/x.png";

/** A writer that waits at a barrier, so that a test decides what happens meanwhile. */
class Barrier implements StoryWriter {
  calls = 0;
  private arrived: () => void = () => undefined;
  private readonly atIt = new Promise<void>((resolve) => {
    this.arrived = resolve;
  });
  private outcome: "passed" | "refused" | undefined;

  async write(about: { seed: string }, signal: AbortSignal): Promise<Written | "refused"> {
    this.calls++;
    this.arrived();
    while (this.outcome === undefined) {
      signal.throwIfAborted();
      await wait(5);
    }
    return this.outcome === "refused" ? "refused" : new TemplateWriter().write(about);
  }

  /** Resolves when the writer has been asked. */
  reached = () => this.atIt;
  pass = () => {
    this.outcome = "passed";
  };
  refuse = () => {
    this.outcome = "refused";
  };
}

describe("stories that are being written", () => {
  let api: TestApi;
  let anna: User;
  let drawing: Drawing;
  const works: StoryWork[] = [];
  const warned: object[] = [];
  beforeAll(async () => {
    api = await TestApi.open({ STORY_WRITER: "off" });
  });
  beforeEach(async () => {
    warned.length = 0;
    anna = await api.world.user();
    drawing = await api.world.drawing(anna, { uploadedImageUrl: URL_OF_PICTURE });
  });
  // A worker that goes on would take the jobs of the next test.
  afterEach(async () => {
    for (const work of works.splice(0)) await work.stop();
  });
  afterAll(() => api.close());

  const query = (sql: string, values: unknown[] = []) => api.opened.database.query(sql, values);
  const workWith = (
    writer: StoryWriter,
    {
      age,
      transact,
      mostStories = 100,
      concurrency = 2,
    }: { age?: number; transact?: Transact; mostStories?: number; concurrency?: number } = {},
  ) => {
    const run = transact ?? transactionRunner(api.opened.database, {});
    const log = { warn: (values: object) => void warned.push(values), error: () => undefined };
    const work = new StoryWork(run, new ConsentGate(age), writer, log, { concurrency, mostStories });
    works.push(work);
    return work;
  };
  const enqueue = async (drawingId = drawing.id): Promise<string> =>
    (await query("INSERT INTO story_requests (user_id, drawing_id) VALUES ($1, $2) RETURNING id", [anna.id, drawingId]))[0].id;
  const stateOf = async (id: string) => (await query("SELECT * FROM story_requests WHERE id = $1", [id]))[0];
  const until = async (id: string, holds: (row: { state: string; attempts: number }) => boolean) => {
    for (;;) {
      const row = await stateOf(id);
      if (row && holds(row)) return row;
      await wait(10);
    }
  };
  const ended = (id: string) => until(id, ({ state }) => !["REQUESTED", "WRITING"].includes(state));
  const storiesOf = (id = anna.id) => query("SELECT * FROM stories WHERE user_id = $1", [id]);

  it("are made once a request, with the request saying so", async () => {
    const id = await enqueue();

    workWith(new TemplateWriter()).wake();

    const row = await ended(id);
    const [story, ...more] = await storiesOf();
    expect(row).toMatchObject({ state: "READY", attempts: 1, due_at: null, lease: null, story_id: story.id });
    expect([story.image_url, story.drawing_id, more]).toEqual([URL_OF_PICTURE, drawing.id, []]);
  });

  it("are refused where the writer declines, with nothing kept of the text, and no further try", async () => {
    const id = await enqueue();
    const writer = new Barrier();
    writer.refuse();

    workWith(writer).wake();

    expect(await ended(id)).toMatchObject({ state: "REFUSED", reason: "UNSUITABLE", attempts: 1 });
    expect([await storiesOf(), writer.calls]).toEqual([[], 1]);
  });

  it("are tried three times, with a pause, and then given up", async () => {
    const id = await enqueue();
    let calls = 0;
    const work = workWith({ write: async () => Promise.reject(new Error(`the text of ${++calls}`)) });

    for (let attempt = 1; attempt < 3; attempt++) {
      work.wake();
      const row = await until(id, ({ state, attempts }) => state === "REQUESTED" && attempts === attempt);
      expect(row.due_at.getTime() - Date.now()).toBeGreaterThan(attempt === 1 ? 2_000 : 10_000);
      await query("UPDATE story_requests SET due_at = now() WHERE id = $1", [id]);
    }
    work.wake();

    expect(await ended(id)).toMatchObject({ state: "FAILED", reason: "UNAVAILABLE", attempts: 3 });
    expect(warned).toEqual([1, 2, 3].map((attempts) => ({ request: id, attempts, error: "Error" })));
    expect(calls).toBe(3);
  });

  it("are put off without a try being counted, until they are an hour old", async () => {
    const id = await enqueue();
    const work = workWith({ write: async () => Promise.reject(new WriterDeferred(300)) });

    work.wake();
    const row = await until(id, ({ state, attempts }) => state === "REQUESTED" && attempts === 0);
    while ((await stateOf(id)).due_at.getTime() < Date.now() + 290_000) await wait(10);
    await query("UPDATE story_requests SET due_at = now(), created_at = now() - interval '61 minutes' WHERE id = $1", [id]);
    work.wake();

    expect(row.lease).toBeNull();
    expect(await ended(id)).toMatchObject({ state: "FAILED", reason: "UNAVAILABLE" });
  });

  it("are taken over when a lease ends; who comes late loses its text", async () => {
    const id = await enqueue();
    const [first, second] = [new Barrier(), new TemplateWriter()];
    // With another slot free, it would take its own job over.
    workWith(first, { concurrency: 1 }).wake();
    await first.reached();
    await query("UPDATE story_requests SET due_at = now() WHERE id = $1", [id]);

    workWith(second).wake();
    await ended(id);
    first.pass();
    await wait(100);

    expect(await stateOf(id)).toMatchObject({ state: "READY", attempts: 2 });
    expect(await storiesOf()).toHaveLength(1);
  });

  it("are given up after three leases that ended: what kills a process does so three times at most", async () => {
    const id = await enqueue();
    await query(
      "UPDATE story_requests SET attempts = 3, state = 'WRITING', lease = gen_random_uuid(), due_at = now() WHERE id = $1",
      [id],
    );

    workWith(new TemplateWriter()).wake();

    expect(await ended(id)).toMatchObject({ state: "FAILED", reason: "UNAVAILABLE" });
    expect(await storiesOf()).toEqual([]);
  });

  it("leave nothing of an account that is erased meanwhile", async () => {
    const id = await enqueue();
    const writer = new Barrier();
    workWith(writer).wake();
    await writer.reached();

    await query("DELETE FROM users WHERE id = $1", [anna.id]);
    writer.pass();
    await wait(100);

    expect([await stateOf(id), await storiesOf()]).toEqual([undefined, []]);
  });

  it("are not begun about a drawing that is gone, and made about one that goes meanwhile, with its picture", async () => {
    const gone = await enqueue();
    await query("DELETE FROM drawings WHERE id = $1", [drawing.id]);
    const picture = await api.world.picture(anna);
    await query("INSERT INTO picture_links VALUES (1, 'https://api.example.org', 'a', 'b') ON CONFLICT DO NOTHING");
    const shown = await api.world.drawing(anna, { pictureId: picture.id });
    const going = await enqueue(shown.id);
    const writer = new Barrier();
    workWith(writer).wake();
    await writer.reached();

    await api.ask(`mutation { deleteDrawing(id: "${shown.id}") }`, { token: await api.world.token(anna) });
    writer.pass();

    expect(await ended(gone)).toMatchObject({ state: "FAILED", reason: "DRAWING_GONE", attempts: 1 });
    expect(await ended(going)).toMatchObject({ state: "READY", drawing_id: null });
    expect(await storiesOf()).toMatchObject([{ drawing_id: null, picture_id: picture.id }]);
  });

  it("end when the consent ends, before they are begun and while they are written", async () => {
    const consent = () =>
      query("INSERT INTO consents (user_id, guardian, method, text_version) VALUES ($1, 'Her mother', 'PAPER', '1')", [
        anna.id,
      ]);
    const withdraw = () => query("UPDATE consents SET withdrawn_at = now() WHERE user_id = $1", [anna.id]);
    await consent();
    const first = await enqueue();
    const writer = new Barrier();
    workWith(writer, { age: 16 }).wake();
    await writer.reached();
    await withdraw();
    writer.pass();
    expect(await ended(first)).toMatchObject({ state: "FAILED", reason: "CONSENT_ENDED" });

    const second = await enqueue();
    workWith(new TemplateWriter(), { age: 16 }).wake();

    expect(await ended(second)).toMatchObject({ state: "FAILED", reason: "CONSENT_ENDED" });
    expect(await storiesOf()).toEqual([]);
  });

  it("are not made beyond the account's quota", async () => {
    await api.world.story(anna);
    const id = await enqueue();

    workWith(new TemplateWriter(), { mostStories: 1 }).wake();

    expect(await ended(id)).toMatchObject({ state: "FAILED", reason: "UNAVAILABLE" });
    expect(await storiesOf()).toHaveLength(1);
  });

  it("are given back at once when the process stops, and written by the next", async () => {
    const id = await enqueue();
    const writer = new Barrier();
    const work = workWith(writer);
    work.wake();
    await writer.reached();

    await work.stop();
    expect(await stateOf(id)).toMatchObject({ state: "REQUESTED", attempts: 0, lease: null });
    work.wake();
    workWith(new TemplateWriter()).wake();

    expect(await ended(id)).toMatchObject({ state: "READY", attempts: 1 });
  });

  it("need no statement once nothing is open, and are found when something is due", async () => {
    let count = 0;
    const run = transactionRunner(api.opened.database, {});
    const counting: Transact = (work, deadline) => {
      count++;
      return run(work, deadline);
    };
    const id = await enqueue();
    await query("UPDATE story_requests SET due_at = now() + interval '1 second' WHERE id = $1", [id]);
    workWith(new TemplateWriter(), { transact: counting }).wake();

    expect((await ended(id)).state).toBe("READY");
    await wait(200);
    const before = count;
    await wait(3_000);
    expect(count).toBe(before);
  });
});
