import { describe, expect, it } from "@jest/globals";
import { demoTutorials } from "../../../examples/demo/data/tutorials.js";
import { TemplateWriter } from "../../../src/features/storyWriting/TemplateWriter.js";

const SUBJECTS = [...demoTutorials.map(({ subject }) => subject), "Fox", "something else", undefined];

describe("TemplateWriter", () => {
  const writer = new TemplateWriter();
  const write = (subject: string | undefined, seed: string) =>
    writer.write({ seed, ...(subject !== undefined && { subject }) });

  it.each(SUBJECTS)("fills every place in both languages, and writes 200 to 3,000 characters: %s", async (subject) => {
    const stories = await Promise.all(Array.from({ length: 60 }, (_, seed) => write(subject, `seed ${seed}`)));

    for (const { titleEn, titleDe, storyTextEn, storyTextDe } of stories) {
      for (const text of [titleEn, titleDe, storyTextEn, storyTextDe]) expect(text).not.toMatch(/[{}<]|undefined/);
      for (const text of [storyTextEn, storyTextDe]) expect([...text].length).toBeGreaterThanOrEqual(200);
      for (const text of [storyTextEn, storyTextDe]) expect([...text].length).toBeLessThanOrEqual(3000);
    }
    // Two frames, three places, three friends.
    expect(new Set(stories.map(({ storyTextEn }) => storyTextEn)).size).toBeGreaterThan(10);
  });

  it("knows every subject of the demo in German", async () => {
    const unknown = [];
    for (const { subject } of demoTutorials) if ((await write(subject, "1")).titleDe.includes("Bild")) unknown.push(subject);

    expect(unknown).toEqual([]);
  });

  it("writes the same for a request each time, with German's forms of the noun", async () => {
    expect(await write("dragon", "one")).toEqual(await write("dragon", "one"));
    const texts = (await Promise.all(Array.from({ length: 30 }, (_, seed) => write("dragon", `${seed}`)))).map(
      (one) => one.storyTextDe,
    );
    expect(texts.join()).toMatch(/einen kleinen Drachen\b/);
    expect(texts.join()).toMatch(/ein kleiner Drache\b/);
    const owls = (await Promise.all(Array.from({ length: 30 }, (_, seed) => write("owl", `${seed}`)))).map(
      (one) => one.storyTextDe,
    );
    expect(owls.join()).toMatch(/eine kleine Eule\b/);
    expect(owls.join()).not.toMatch(/\b(der|den|dem) Eule\b/);
  });
});
