import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { User } from "../../../src/entities/User.js";
import { Album } from "../../support/Album.js";
import { drawingOf } from "../../support/Camera.js";
import { metricOf } from "../../support/metricOf.js";
import { TestApi } from "../../support/TestApi.js";

const REQUEST =
  "id state reason message finishedAt drawing { id } story { id title titleDe aiModel label imageUrl picture { id } }";
const ask = `mutation ($input: RequestStoryInput!) { requestStory(input: $input) { ${REQUEST} } }`;
const read = `query ($id: ID!) { storyRequest(id: $id) { ${REQUEST} } }`;

describe("requestStory", () => {
  let album: Album;
  let anna: User;
  let token: string;
  let png: Buffer;
  beforeAll(async () => {
    album = await Album.open({ STORIES_PER_DAY: "3", METRICS_PORT: "0" });
    png = await drawingOf().png().toBuffer();
  });
  beforeEach(async () => {
    anna = await album.api.world.user();
    token = await album.api.world.token(anna);
  });
  afterAll(() => album.close());

  const query = (sql: string, values: unknown[] = []) => album.api.opened.database.query(sql, values);
  const request = (drawingId: string, id?: string) => album.api.ask(ask, { token, variables: { input: { drawingId, id } } });
  const drawingWithPicture = async () => {
    const tutorial = await album.api.world.tutorial({ subject: "whale" });
    const pictureId = await album.upload(token, png, "PNG");
    return album.api.world.drawing(anna, { pictureId, tutorialId: tutorial.id });
  };
  const ended = async (id: string) => {
    for (;;) {
      const { data } = await album.api.ask(read, { token, variables: { id } });
      if (data.storyRequest.finishedAt !== null) return data.storyRequest;
      await wait(20);
    }
  };

  it("has a story written, in both languages, marked as an AI's, with the drawing's picture", async () => {
    const drawing = await drawingWithPicture();

    const asked = (await request(drawing.id)).data.requestStory;

    expect(["REQUESTED", "WRITING", "READY"]).toContain(asked.state);
    const { story, ...found } = await ended(asked.id);
    expect(found).toMatchObject({ state: "READY", reason: null, message: "Your story is ready.", drawing: { id: drawing.id } });
    expect(story.title).toMatch(/whale/);
    expect(story.titleDe).toMatch(/Wal/);
    expect(story).toMatchObject({
      aiModel: "template-1",
      label: "An AI wrote this story.",
      picture: { id: drawing.pictureId },
    });
    expect(story.imageUrl).toBe((await album.addressesOf(String(drawing.pictureId), token))?.full);
    const [row] = await query("SELECT image_url, origin, generation_time_ms FROM stories WHERE id = $1", [story.id]);
    expect(row).toMatchObject({ image_url: `https://api.example.org/pictures/${drawing.pictureId}`, origin: "AI" });
    const titles = `{ story(id: "${story.id}") { en: title(language: EN) de: title(language: DE) } }`;
    expect((await album.api.ask(titles, { token })).data.story).toEqual({ en: story.title, de: story.titleDe });
  });

  it("is counted by the states that the request comes to, and by how long the story took", async () => {
    const names = [
      ...["REQUESTED", "WRITING", "READY"].map((state) => `novadraw_story_requests_total{state="${state}",reason=""}`),
      'novadraw_story_requests_total{state="FAILED",reason="UNAVAILABLE"}',
      'novadraw_story_requests_total{state="FAILED",reason="DRAWING_GONE"}',
      "novadraw_story_seconds_count",
    ];
    const counted = () => Promise.all(names.map((name) => metricOf(album.api, name)));
    const before = await counted();
    const seconds = await metricOf(album.api, "novadraw_story_seconds_sum");
    const [drawing, other] = [await drawingWithPicture(), await drawingWithPicture()];
    const insert = "INSERT INTO story_requests (user_id, drawing_id, created_at) VALUES";
    const rows = await query(
      `${insert} ($1, $2, now() - interval '30 seconds'), ($1, NULL, now()), ($1, NULL, now() - interval '2 days') RETURNING id`,
      [anna.id, other.id],
    );

    const asked = (await request(drawing.id)).data.requestStory;
    for (const { id } of [asked, ...rows]) await ended(id);

    expect((await counted()).map((count, place) => count - (before[place] ?? 0))).toEqual([1, 2, 2, 1, 1, 2]);
    expect((await metricOf(album.api, "novadraw_story_seconds_sum")) - seconds).toBeGreaterThanOrEqual(30);
  });

  it("answers an open request of the drawing, and the same one for the same id", async () => {
    const drawing = await drawingWithPicture();
    const id = randomUUID();
    await query("INSERT INTO story_requests (id, user_id, drawing_id, due_at) VALUES ($1, $2, $3, now() + interval '1 hour')", [
      id,
      anna.id,
      drawing.id,
    ]);

    const answers = await Promise.all([request(drawing.id), request(drawing.id, id), request(drawing.id, randomUUID())]);

    expect(answers.map(({ data }) => data.requestStory?.id)).toEqual([id, id, id]);
    await query("UPDATE story_requests SET due_at = now() WHERE id = $1", [id]);
    await request(drawing.id);
    expect((await ended(id)).state).toBe("READY");
    expect((await request(drawing.id, id)).data.requestStory.id).toBe(id);
    expect((await request(drawing.id)).data.requestStory.id).not.toBe(id);
  });

  it("lists the requests of a drawing, newest first", async () => {
    const drawing = await album.api.world.drawing(anna);
    const at = (hour: number) => ({ drawingId: drawing.id, createdAt: new Date(Date.UTC(2026, 1, 1, hour)) });
    const [first, second] = [await album.api.world.storyRequest(anna, at(1)), await album.api.world.storyRequest(anna, at(2))];

    const list = "totalCount nodes { id } pageInfo { endCursor hasNextPage }";
    const { data } = await album.api.ask(`{ drawing(id: "${drawing.id}") { storyRequests(first: 1) { ${list} } } }`, { token });
    const { endCursor } = data.drawing.storyRequests.pageInfo;
    const next = await album.api.ask(
      `{ drawing(id: "${drawing.id}") { storyRequests(after: "${endCursor}") { nodes { id } } } }`,
      {
        token,
      },
    );

    expect(data.drawing.storyRequests).toMatchObject({
      totalCount: 2,
      nodes: [{ id: second.id }],
      pageInfo: { hasNextPage: true },
    });
    expect(next.data.drawing.storyRequests.nodes).toEqual([{ id: first.id }]);
  });

  it("refuses a drawing without a picture, and takes an address elsewhere or the tutorial's picture for one", async () => {
    const bare = await album.api.world.drawing(anna);
    const url = "https://images.example.org/x.png";
    const elsewhere = await album.api.world.drawing(anna, { uploadedImageUrl: url });
    const tutorial = await album.api.world.tutorial({ thumbnailUrl: `${url}?thumbnail` });
    const taught = await album.api.world.drawing(anna, { tutorialId: tutorial.id });

    expect((await request(bare.id)).errors[0]?.extensions.fields).toMatchObject([
      { path: ["input", "drawingId"], code: "NO_PICTURE" },
    ]);
    const stories = [];
    for (const { id } of [elsewhere, taught])
      stories.push((await ended((await request(id)).data.requestStory.id)).story.imageUrl);
    expect(stories).toEqual([url, `${url}?thumbnail`]);
  });

  it("takes so many a day, refused and failed ones too, and says when the next may come", async () => {
    for (let count = 0; count < 3; count++)
      await album.api.world.storyRequest(anna, { createdAt: new Date(Date.now() - 3_600_000) });
    const drawing = await drawingWithPicture();

    const { errors, status } = await request(drawing.id);

    expect([errors[0]?.extensions.code, status]).toEqual(["RATE_LIMITED", 429]);
    expect(errors[0]?.extensions.retryAfterSeconds).toBeGreaterThan(22 * 3600);
    expect(errors[0]?.extensions.retryAfterSeconds).toBeLessThanOrEqual(23 * 3600 + 1);
    await query("UPDATE story_requests SET created_at = created_at - interval '1 day' WHERE user_id = $1", [anna.id]);
    expect((await request(drawing.id)).errors).toEqual([]);
  });

  it("answers NOT_OFFERED where none are written, and CONSENT_REQUIRED without a consent that is needed", async () => {
    const { id } = await drawingWithPicture();
    const variables = { input: { drawingId: id } };
    const off = await TestApi.over(album.api, { STORY_WRITER: "off" });
    const strict = await TestApi.over(album.api, { CONSENT: "required" });

    expect(await off.codeOf(ask, { token, variables })).toBe("NOT_OFFERED");
    expect(await strict.codeOf(ask, { token, variables })).toBe("CONSENT_REQUIRED");
    expect(await strict.codeOf("mutation { createPicture(input: { type: PNG, bytes: 1 }) { url } }", { token })).toBe(
      "CONSENT_REQUIRED",
    );
    expect(await query("SELECT FROM story_requests WHERE user_id = $1", [anna.id])).toEqual([]);
    for (const api of [off, strict]) await api.http.close();
  });

  it("leaves no job behind when it is refused after it was written", async () => {
    const { id } = await drawingWithPicture();
    await query(`CREATE FUNCTION refuse_request() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`);
    await query(
      "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON story_requests DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_request()",
    );

    const { errors } = await request(id);
    await query("DROP FUNCTION refuse_request() CASCADE");

    expect(errors[0]?.extensions.code).toBe("INTERNAL_SERVER_ERROR");
    expect(await query("SELECT FROM story_requests WHERE user_id = $1", [anna.id])).toEqual([]);
  });

  it("goes with the account, and its ended requests after 30 days", async () => {
    const drawing = await drawingWithPicture();
    const { id } = (await request(drawing.id)).data.requestStory;
    await ended(id);

    await query("DELETE FROM users WHERE id = $1", [anna.id]);

    expect(
      await query("SELECT FROM story_requests WHERE id = $1 UNION ALL SELECT FROM stories WHERE user_id = $2", [id, anna.id]),
    ).toEqual([]);
  });

  it("tells every state and reason in both languages", async () => {
    const states = [
      ["REQUESTED", null],
      ["WRITING", null],
      ["READY", null],
      ["REFUSED", "UNSUITABLE"],
      ...["DRAWING_GONE", "CONSENT_ENDED", "UNAVAILABLE"].map((reason) => ["FAILED", reason]),
    ] as const;
    const messages = [];
    for (const [state, reason] of states) {
      const isOpen = state === "REQUESTED" || state === "WRITING";
      const columns = {
        state,
        reason,
        dueAt: isOpen ? new Date(Date.now() + 3_600_000) : null,
        finishedAt: isOpen ? null : new Date(),
      };
      const lease = state === "WRITING" ? randomUUID() : null;
      const { id } = await album.api.world.storyRequest(anna, { ...columns, lease } as never);
      const { data } = await album.api.ask(`{ storyRequest(id: "${id}") { message de: message(language: DE) } }`, { token });
      messages.push(data.storyRequest.message, data.storyRequest.de);
    }

    expect(new Set(messages).size).toBe(14);
    expect(messages.filter((message) => typeof message !== "string" || message.length < 10)).toEqual([]);
  });
});
