import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Budget } from "../../../packages/engine/src/answering/Budget.js";
import { readConfig } from "../../../src/config.js";
import { type OrdinaryData, ordinaryData } from "../../support/ordinaryData.js";
import { TestApi } from "../../support/TestApi.js";

const { cost } = readConfig({ NODE_ENV: "test" });
const DEFAULTS = {
  MAX_ROWS: String(cost.maxRows),
  MAX_ANSWER_BYTES: String(cost.maxAnswerBytes),
  BUDGET_ROWS: String(cost.budgetRows),
  BUDGET_ROWS_PER_SECOND: String(cost.budgetRowsPerSecond),
};
const PRODUCTION = {
  ...DEFAULTS,
  NODE_ENV: "production",
  BCRYPT_COST: "12",
  ALLOW_EMBEDDED_IN_PRODUCTION: "true",
};
const COST = { headers: { "graphql-cost": "true" } };
const CATALOGUE = `{ tutorialCategories { name tutorialCount } tutorials(first: 20) { totalCount nodes { id subject category
  thumbnailUrl totalSteps description } pageInfo { endCursor hasNextPage } } }`;
const SCROLLED = `drawings(first: 12) { totalCount nodes { id uploadedImageUrl editedImagesUrls createdAt tutorial { id subject }
  stories(first: 3) { nodes { id title imageUrl } } } pageInfo { endCursor hasNextPage } }`;
const ADMIN = `{ users(first: 50) { totalCount nodes { id email name drawings(first: 0) { totalCount } stories(first: 0) { totalCount } }
  pageInfo { endCursor hasNextPage } } }`;
const SYNC = `{ drawings(first: 100, orderBy: { field: UPDATED_AT, direction: ASC }) { nodes { id uploadedImageUrl updatedAt } pageInfo {
  endCursor hasNextPage } } stories(first: 100, orderBy: { field: UPDATED_AT, direction: ASC }) { nodes { id title storyTextEn
  storyTextDe updatedAt } pageInfo { endCursor hasNextPage } } }`;

/** Who asks, what for, and the operation. */
const OPERATIONS = [
  ...readFileSync("test/server/answering/ordinaryOperations.md", "utf8").matchAll(
    /^\| (anon|child|admin) \| (.*) \| `(.*)` \|$/gm,
  ),
].map(([, who = "", what = "", query = ""]) => ({ who, what, query }));

let api: TestApi;
let production: TestApi;
let data: OrdinaryData;
beforeAll(async () => {
  api = await TestApi.open(DEFAULTS);
  production = await TestApi.over(api, PRODUCTION);
  data = await ordinaryData(api.opened.database, api.world);
}, 120_000);
afterAll(async () => {
  await production.http.close();
  await api.close();
});

const tokenOf = (who: string) => (who === "anon" ? undefined : who === "admin" ? data.admin : data.child);
/** The most that `used` was, of a few times: a busy machine makes some of them longer, not all. */
async function usedBy(query: string, who: string): Promise<{ used: number; estimate: number }> {
  const costs = [];
  for (let time = 0; time < 5; time++) costs.push((await api.ask(query, { token: tokenOf(who), ...COST })).extensions?.cost);
  return {
    used: Math.min(...costs.map((one) => one?.used ?? Number.NaN)),
    estimate: Math.min(...costs.map((one) => one?.rows ?? Number.NaN)),
  };
}

/** How many of these requests, at these instants in seconds, a budget of the default size refuses. @param inFlight how many at once. */
function refusedOf(instants: readonly number[], { used, estimate }: { used: number; estimate: number }, inFlight = 1): number {
  let now = 0;
  let refused = 0;
  const budget = new Budget(cost.budgetRows, cost.budgetRowsPerSecond, () => now * 1_000);
  const onTheirWay: number[] = [];
  for (const instant of instants) {
    now = instant;
    try {
      onTheirWay.push(budget.begin("one", estimate));
    } catch {
      refused++;
    }
    if (onTheirWay.length >= inFlight) budget.end("one", onTheirWay.shift() ?? 0, used);
  }
  return refused;
}

const every = (seconds: number, times: number) => Array.from({ length: times }, (_, n) => n * seconds);

describe("an operation of an ordinary app", () => {
  it.each(OPERATIONS)("is answered at the default limits, in production too: $who, $what", async ({ who, query }) => {
    const asked = query.replaceAll("$tutorial", data.tutorial).replaceAll("$drawing", data.drawing);

    const answers = [await api.ask(asked, { token: tokenOf(who) }), await production.ask(asked, { token: tokenOf(who) })];

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(JSON.stringify(answers[0]?.data)).not.toMatch(/^\{("\w+":null,?)+\}$/);
  });
});

describe("the pace of an ordinary user is not limited", () => {
  it("of a child who scrolls five pages a second for twenty seconds, at the root and under me", async () => {
    for (const query of [`{ ${SCROLLED} }`, `{ me { ${SCROLLED} } }`])
      expect(refusedOf(every(0.2, 100), await usedBy(query, "child"))).toBe(0);
  });

  it("of an admin who pages through the accounts, a page a second for five minutes", async () => {
    expect(refusedOf(every(1, 300), await usedBy(ADMIN, "admin"))).toBe(0);
  });

  it("of a renderer that asks for twenty catalogues a second for a minute, from one address", async () => {
    expect(refusedOf(every(0.05, 1_200), await usedBy(CATALOGUE, "anon"))).toBe(0);
  });

  it("of a school of three hundred that opens the catalogue within two seconds, also when no answer comes before the last has asked", async () => {
    const catalogue = await usedBy(CATALOGUE, "anon");

    expect(refusedOf(every(1 / 150, 300), catalogue)).toBe(0);
    expect(refusedOf(every(1 / 150, 300), catalogue, 300)).toBe(0);
  });

  it("of a sync that reads ten thousand rows as fast as the answers come", async () => {
    expect(refusedOf(every(0.01, 100), await usedBy(SYNC, "child"))).toBe(0);
  });

  it("of a school of three hundred at once, over HTTP", async () => {
    const asked = Array.from({ length: 300 }, () => api.codeOf(CATALOGUE, { address: "203.0.113.9" }));

    // What has no place at once may be told so by other limits, which are about what is worked on at once.
    expect((await Promise.all(asked)).filter((code) => code === "RATE_LIMITED")).toEqual([]);
  });
});
