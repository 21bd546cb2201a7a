import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { describeOnServer } from "../support/onServer.js";
import { openDatabase, type TestDatabase } from "../support/openDatabase.js";
import { killStarted, startService } from "../support/startService.js";
import { World } from "../support/World.js";

/** How many documents are sent that differ: HOSTILE_DOCUMENTS=50000 is what docs/guarantees.md#c4 promises. */
const DOCUMENTS = Number(process.env.HOSTILE_DOCUMENTS ?? 5_000);
const MOST_GROWTH_MB = 100;
const AT_ONCE = 20;

/** What once ended the process, blocked it or filled its memory, sent to a process with the settings that it has by default. */
describeOnServer("a service that is attacked", () => {
  let opened: TestDatabase;
  let token: string;
  let url: string;
  let pid = 0;
  beforeAll(async () => {
    opened = await openDatabase();
    const world = new World(opened.database);
    const child = await world.user();
    token = await world.token(child);
    const texts = { storyTextEn: "e".repeat(20_000), storyTextDe: "d".repeat(20_000) };
    const drawing = await world.drawing(child);
    for (let count = 0; count < 100; count++) await world.story(child, { ...texts, drawingId: drawing.id });
    for (let count = 0; count < 20; count++) await world.tutorial({}, [{}, {}, {}]);
    const environment = { DATABASE_URL: opened.url ?? "", NODE_OPTIONS: "--max-old-space-size=512" };
    const service = startService({ ...environment, LOG_LEVEL: "info", BUDGET_ROWS: "999999999" });
    const [, address = ""] = await service.says(/"url":"(http[^"]+)"/);
    await service.says(/"ready"/);
    url = `${address}/graphql`;
    pid = service.child.pid ?? 0;
  });
  afterAll(async () => {
    killStarted();
    await opened.close();
  });

  async function send(body: string, as?: string): Promise<{ status: number; text: string; code?: string }> {
    const headers = { "content-type": "application/json", ...(as && { authorization: `Bearer ${as}` }) };
    const response = await fetch(url, { method: "POST", headers, body });
    const text = await response.text();
    return { status: response.status, text, code: /"code":"([A-Z_]+)"/.exec(text)?.[1] };
  }
  const ask = (query: string, as?: string, variables?: object) => send(JSON.stringify({ query, variables }), as);
  const isAlive = async () => (await ask("{ tutorials(first: 1) { nodes { subject } } }")).status;

  it.each([
    [
      "640 aliases of lists in lists, which once ended the process",
      `{ ${Array.from({ length: 640 }, (_, n) => `a${n}:tutorials(first:100){nodes{steps{tutorial{id}}}}`).join("")} }`,
      "GRAPHQL_PARSE_FAILED",
    ],
    [
      "a hundred of them, which the parser lets through",
      `{ ${Array.from({ length: 80 }, (_, n) => `a${n}:tutorials(first:100){nodes{steps{tutorial{id}}}}`).join("")} }`,
      "QUERY_TOO_COMPLEX",
    ],
    [
      "a child's 114 bytes that asked for 600 MB, which once ended the process",
      "{stories(first:100){nodes{drawing{stories(first:100){nodes{storyTextEn storyTextDe}}}}}}",
      "QUERY_TOO_COMPLEX",
    ],
    [
      "147 bytes of pages in pages, which once took all connections",
      "{tutorials(first:100){nodes{drawings(first:100){nodes{stories(first:100){nodes{drawing{stories(first:100){totalCount}}}}}}}}}",
      "QUERY_TOO_COMPLEX",
    ],
    ["a subscription, which was once answered with nothing", "subscription { live { me { id } } }", "BAD_REQUEST"],
  ])("refuses %s, and lives", async (_what, query, code) => {
    const refused = await ask(query, token);

    expect([refused.status, refused.code]).toEqual([400, code]);
    expect(await isAlive()).toBe(200);
  });

  it("refuses 98 KB of brackets, which once took the thread 0.3 s, and lives", async () => {
    const refused = await send("[".repeat(98 * 1024));

    expect(refused.status).toBe(400);
    expect(refused.text.length).toBeLessThan(1_000);
    expect(await isAlive()).toBe(200);
  });

  it("answers 24,000 wrong URLs with the first twenty, where the answer once had 4 MB, and lives", async () => {
    const urls = Array.from({ length: 24_000 }, () => "ftp://x");

    const refused = await ask("mutation ($u: [URL!]) { createDrawing(input: { editedImagesUrls: $u }) { id } }", token, {
      u: urls,
    });

    expect(refused.code).toBe("BAD_USER_INPUT");
    expect(refused.text.length).toBeLessThan(5_000);
    expect(await isAlive()).toBe(200);
  });

  it("answers the longest of texts within the limit, and an alias named as the printer's own names were", async () => {
    const long = await ask("{ stories(first: 100) { nodes { storyTextEn storyTextDe } } }", token);

    expect([long.status, long.text.length > 3_900_000]).toEqual([200, true]);
    expect((await ask("{ j: tutorials(first: 1) { j: totalCount } }")).text).toBe('{"data":{"j":{"j":20}}}\n');
  });

  it(
    `holds less than ${MOST_GROWTH_MB} MB more after ${DOCUMENTS} documents that differ`,
    async () => {
      const document = (number: number) => `{ a${number}: tutorials(first: 1) { nodes { b${number}: subject } } }`;
      for (let number = 0; number < 1_000; number++) await ask(document(number));
      const before = residentMb();

      for (let number = 1_000; number < 1_000 + DOCUMENTS; number += AT_ONCE)
        await Promise.all(Array.from({ length: AT_ONCE }, (_, one) => ask(document(number + one))));
      const growth = residentMb() - before;

      expect({ growth: growth < MOST_GROWTH_MB ? "within the promise" : `${growth} MB` }).toEqual({
        growth: "within the promise",
      });
      if (process.env.HOSTILE_DOCUMENTS) console.log(`${DOCUMENTS} documents: ${before} MB before, ${growth} MB more after`);
      expect(await isAlive()).toBe(200);
    },
    120_000 + DOCUMENTS * 10,
  );

  const residentMb = () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024);
});
