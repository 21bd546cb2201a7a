import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import Fastify from "fastify";
import { loadDemoData } from "../../examples/demo/data/loadDemoData.js";
import { demoPages } from "../../examples/demo/demoPages.js";
import { pointPictures } from "../../examples/demo/pointPictures.js";
import { openDatabase, type TestDatabase } from "../support/openDatabase.js";

const ADDRESS = "http://127.0.0.1:8000/pictures";

describe("the demo's pictures", () => {
  const http = Fastify();
  let opened: TestDatabase;
  let urls: string[];

  const readUrls = async (): Promise<string[]> => {
    const rows: { url: string }[] = await opened.database.query(`
      SELECT thumbnail_url AS url FROM tutorials UNION ALL SELECT image_url FROM tutorial_steps
      UNION ALL SELECT uploaded_image_url FROM drawings UNION ALL SELECT unnest(edited_images_urls) FROM drawings
      UNION ALL SELECT image_url FROM stories`);
    return rows.map(({ url }) => url);
  };

  beforeAll(async () => {
    opened = await openDatabase();
    await loadDemoData(opened.database, ADDRESS);
    await demoPages(http);
    urls = await readUrls();
  });
  afterAll(async () => {
    await http.close();
    await opened.close();
  });

  it("are served for every URL in the demo data", async () => {
    const answers = await Promise.all(urls.map((url) => http.inject(new URL(url).pathname)));

    expect(urls.length).toBeGreaterThan(300);
    expect(answers.filter(({ statusCode }) => statusCode !== 200)).toEqual([]);
    expect(answers.every(({ body, headers }) => body.startsWith("<svg ") && headers["content-type"] === "image/svg+xml")).toBe(
      true,
    );
  });

  it("show a tutorial step by step, each with more than the one before", async () => {
    const steps = urls.filter((url) => url.includes("/tutorials/castle/step-"));
    const pictures = await Promise.all(steps.sort().map(async (url) => (await http.inject(new URL(url).pathname)).body));

    const lines = pictures.map((picture) => picture.match(/<path /g)?.length ?? 0);
    expect(lines).toEqual([...lines].sort((one, other) => one - other));
    expect(new Set(lines).size).toBe(6);
  });

  it("differ between two drawings of one motif, and are the same each time", async () => {
    const paths = ["/pictures/drawings/anna/0.svg", "/pictures/drawings/anna/1.svg", "/pictures/drawings/anna/0.svg"];
    const [one, another, again] = await Promise.all(paths.map(async (path) => (await http.inject(path)).body));

    expect(another).not.toBe(one);
    expect(again).toBe(one);
  });

  it.each([
    "tutorials/fox/step-9",
    "tutorials/unicorn/thumbnail",
    "drawings/anna/999",
    "drawings/zoe/0",
    "stories/anna/0-comic",
  ])("have nothing at %s", async (path) => {
    expect((await http.inject(`/pictures/${path}.svg`)).statusCode).toBe(404);
  });

  it("follow the service to another port, and rows that stay where they are do not change", async () => {
    const changed = () => opened.database.query("SELECT id, updated_at FROM drawings ORDER BY id");
    const before = await changed();
    await pointPictures(opened.database, ADDRESS);
    const afterNothing = await changed();

    await pointPictures(opened.database, "http://127.0.0.1:9000/pictures");

    expect(afterNothing).toEqual(before);
    expect((await readUrls()).every((url) => url.startsWith("http://127.0.0.1:9000/pictures/"))).toBe(true);
  });
});
