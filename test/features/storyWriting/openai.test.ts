import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import sharp from "sharp";
import type { User } from "../../../src/entities/User.js";
import { Album } from "../../support/Album.js";
import { photograph, WRITTEN } from "../../support/Camera.js";
import { FakeProvider, STORY, USAGE } from "../../support/FakeProvider.js";
import { metricOf } from "../../support/metricOf.js";
import { TestApi } from "../../support/TestApi.js";

const KEY = "sk-the-key-of-the-tests";
const ask = `mutation ($id: ID!) { requestStory(input: { drawingId: $id }) { id } }`;
const read = `query ($id: ID!) { storyRequest(id: $id) { state reason finishedAt story { title titleDe aiModel label origin } } }`;

describe("requestStory with STORY_WRITER=openai", () => {
  let fake: FakeProvider;
  let album: Album;
  let settings: Record<string, string>;
  let anna: User;
  let token: string;
  beforeAll(async () => {
    fake = await FakeProvider.start();
    settings = {
      STORY_WRITER: "openai",
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: fake.url,
      STORY_MODEL: "ok",
      STORY_TOKENS_PER_MONTH: "20000",
      AI_ZERO_RETENTION: "confirmed",
      AI_UNDER_18: "confirmed",
      CONSENT: "required",
    };
    album = await Album.open({ ...settings, METRICS_PORT: "0" });
  });
  beforeEach(async () => {
    fake.reset();
    await query("DELETE FROM story_spends");
    const secret = { name: "Anna Canary", birthdate: "2019-03-05" };
    anna = await album.api.world.user({ ...secret, email: `anna-canary-${performance.now()}@example.org` });
    token = await album.api.world.token(anna);
    await query("INSERT INTO consents (user_id, guardian, method, text_version) VALUES ($1, 'Her mother', 'PAPER', '1')", [
      anna.id,
    ]);
  });
  afterAll(async () => {
    await album.close();
    await fake.close();
  });

  const query = (sql: string, values: unknown[] = []) => album.api.opened.database.query(sql, values);
  const request = (id: string) => album.api.ask(ask, { token, variables: { id } });
  const ended = async (id: string) => {
    for (;;) {
      const { data } = await album.api.ask(read, { token, variables: { id } });
      if (data.storyRequest.finishedAt !== null) return data.storyRequest;
      await wait(20);
    }
  };
  const drawn = async (width = 40, height = 30) => {
    const tutorial = await album.api.world.tutorial({ subject: "Canary whale" });
    const pictureId = await album.upload(token, await photograph(width, height));
    return album.api.world.drawing(anna, { pictureId, tutorialId: tutorial.id });
  };

  it("has a story written about the picture, which is sent cleaned and small, with nothing of the account", async () => {
    const drawing = await drawn(1200, 400);

    const { state, story } = await ended((await request(drawing.id)).data.requestStory.id);

    expect([state, story]).toEqual([
      "READY",
      {
        title: STORY.titleEn,
        titleDe: STORY.titleDe,
        aiModel: "ok-2026-11-01",
        label: "An AI wrote this story.",
        origin: "AI",
      },
    ]);
    const [before, told, after] = fake.seen;
    expect(fake.paths).toEqual(["moderations", "responses", "moderations"]);
    const url = expect.stringMatching(/^data:image\/jpeg;base64,/);
    expect(before?.body).toEqual({ model: "omni-moderation-latest", input: [{ type: "image_url", image_url: { url } }] });
    expect(told?.body).toEqual({
      model: "ok",
      store: false,
      max_output_tokens: 2_000,
      instructions: expect.stringContaining("aged 4 to 7"),
      input: [{ role: "user", content: [{ type: "input_image", image_url: url, detail: "low" }] }],
      text: { format: { type: "json_schema", name: "story", strict: true, schema: expect.any(Object) } },
    });
    const { titleEn, titleDe, storyTextEn, storyTextDe } = STORY;
    expect(after?.body).toEqual({
      model: "omni-moderation-latest",
      input: [titleEn, titleDe, storyTextEn, storyTextDe],
    });
    const picture = told?.jpeg ?? Buffer.alloc(0);
    const { format, width, height, exif, xmp, icc, orientation } = await sharp(picture).metadata();
    expect([format, width, height]).toEqual(["jpeg", 341, 1024]);
    expect([exif, xmp, icc, orientation]).toEqual([undefined, undefined, undefined, undefined]);
    for (const written of WRITTEN) expect(picture.includes(written)).toBe(false);
    const counted = ['calls_total{outcome="answered"}', 'tokens_total{direction="input"}', 'tokens_total{direction="output"}'];
    const metrics = await Promise.all(counted.map((name) => metricOf(album.api, `novadraw_story_${name}`)));
    expect(metrics).toEqual([3, USAGE.input, USAGE.output]);
  });

  it("sends the same headers and instructions for every child, and nothing that names one", async () => {
    const bodies = [];
    for (let child = 0; child < 2; child++) {
      fake.seen.length = 0;
      if (child === 1) await query("UPDATE users SET name = 'Ben Canary', birthdate = '2018-01-01' WHERE id = $1", [anna.id]);
      const drawing = await drawn();
      const { id } = (await request(drawing.id)).data.requestStory;
      await ended(id);
      const all = JSON.stringify(fake.seen);
      const ids = [anna.id, anna.email, drawing.id, String(drawing.pictureId), String(drawing.tutorialId), id];
      for (const one of [...ids, "anary", "2019", "2018", "mother", "api.example.org"]) expect(all).not.toContain(one);
      bodies.push(fake.seen.map(({ path, headers, body }) => [path, Object.keys(headers), { ...body, input: undefined }]));
    }

    expect(bodies[0]).toEqual(bodies[1]);
  });

  it("takes a JPEG of a transparent drawing for one on white", async () => {
    const line = { create: { width: 20, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 1 } } } as const;
    const png = await sharp({ create: { width: 200, height: 100, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .composite([{ input: await sharp(line).png().toBuffer(), left: 90, top: 40 }])
      .png()
      .toBuffer();
    const { id } = await album.api.world.drawing(anna, { pictureId: await album.upload(token, png, "PNG") });

    await ended((await request(id)).data.requestStory.id);

    const sent = fake.seen[1]?.jpeg ?? Buffer.alloc(0);
    const { data, info } = await sharp(sent).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([200, 100]);
    expect([data[0], data[(50 * 200 + 100) * info.channels]].map((value) => (value ?? 0) > 128)).toEqual([true, false]);
  });

  it("refuses a drawing whose picture is elsewhere: no address is fetched or sent", async () => {
    const { id } = await album.api.world.drawing(anna, { uploadedImageUrl: "https://images.example.org/x.png" });

    const { errors } = await request(id);

    expect(errors[0]?.extensions.fields).toMatchObject([{ path: ["input", "drawingId"], code: "NO_PICTURE" }]);
    const [{ id: before }] = await query("INSERT INTO story_requests (user_id, drawing_id) VALUES ($1, $2) RETURNING id", [
      anna.id,
      id,
    ]);
    await ended((await request((await drawn()).id)).data.requestStory.id);
    expect(await ended(before)).toMatchObject({ state: "FAILED", reason: "UNAVAILABLE" });
    expect(JSON.stringify(fake.seen)).not.toContain("images.example.org");
  });

  it("answers RATE_LIMITED while the month's budget has no room for another story, and NOT_OFFERED without pictures", async () => {
    const { id } = await drawn();
    await query("INSERT INTO story_spends VALUES (date_trunc('month', now() AT TIME ZONE 'UTC'), 14000, 1, 3)");

    const { errors, status } = await request(id);

    expect([errors[0]?.extensions, status]).toMatchObject([{ code: "RATE_LIMITED", retryAfterSeconds: 3_600 }, 429]);
    expect([fake.seen, await query("SELECT FROM story_requests WHERE user_id = $1", [anna.id])]).toEqual([[], []]);
    await query("UPDATE story_spends SET output_tokens = 0");
    expect((await ended((await request(id)).data.requestStory.id)).state).toBe("READY");
    const without = await TestApi.over(album.api, { ...settings, PICTURE_STORE: "off" });
    expect(await without.codeOf(ask, { token, variables: { id } })).toBe("NOT_OFFERED");
    await without.http.close();
  });

  /** docs/guarantees.md#a6 */
  it("writes no key, address or text into the log, and none into an answer but the story's", async () => {
    album.api.logLines.length = 0;
    const answers = [];
    for (const model of ["ok", "bad-key", "error", "wrong-shape"]) {
      const api = await TestApi.over(album.api, { ...settings, STORY_MODEL: model, PICTURE_DIR: album.folder });
      const { text } = await api.ask(ask, { token, variables: { id: (await drawn()).id } });
      const open = "SELECT FROM story_requests WHERE user_id = $1 AND (state = 'WRITING' OR due_at <= now())";
      while ((await query(open, [anna.id])).length > 0) await wait(10);
      await api.leave();
      answers.push(text, ...api.logLines);
      fake.reset();
    }

    expect(answers.join("\n")).toContain("invalid_api_key");
    for (const secret of [KEY, "sk-abc", fake.url, "images", STORY.titleEn, "whale", "data:image", anna.email])
      expect([...answers, ...album.api.logLines].join("\n")).not.toContain(secret);
  });

  it("loads the provider's package where it is asked alone", () => {
    const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join("src", name), "utf8"))
      .join("\n");

    expect(sources.match(/import(?! type).*["']openai["']/g)).toEqual(['import("openai"']);
  });
});
