import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Browser } from "playwright-core";
import { DEMO_ACCOUNTS, DEMO_PASSWORD, loadDemoData } from "../../../examples/demo/data/loadDemoData.js";
import { playgroundTabs } from "../../../src/playgroundTabs.js";
import { describeInBrowser, launchBrowser } from "../../support/chromium.js";
import { describeAtLength } from "../../support/onServer.js";
import { TestApi } from "../../support/TestApi.js";
import { TEST_DATABASE_URL } from "../../support/template.js";

/** Scripts that a page runs before its own: what a browser does whose user lets it keep nothing, and what others have left there. */
const BROWSERS: readonly (readonly [string, string])[] = [
  [
    "lets no page have localStorage",
    `Object.defineProperty(window, "localStorage", { get() { throw new Error("blocked"); } });`,
  ],
  ["has no localStorage", `Object.defineProperty(window, "localStorage", { value: null });`],
  ["fails to read", `Storage.prototype.getItem = () => { throw new Error("blocked"); };`],
  ["fails to write", `Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };`],
  [
    "fails at everything",
    `for (const name of ["getItem", "setItem", "removeItem", "key", "clear"]) Storage.prototype[name] = () => { throw new Error("no"); };`,
  ],
  ...[
    "",
    "{",
    "null",
    "[]",
    "7",
    '"text"',
    '{"email":7,"token":{}}',
    '{"queries":[null],"favorites":7,"tabs":[],"activeTabIndex":0.5}',
  ].map(
    (value) =>
      [
        `has kept ${value || "an empty text"}`,
        `for (const key of ["novadraw:session", "graphiql:tabState", "graphiql:queries", "graphiql:favorites", "graphiql:theme",
          "graphiql:visiblePlugin", "graphiql:editorFlex", "graphiql:query"]) localStorage.setItem(key, ${JSON.stringify(value)});`,
      ] as const,
  ),
];

const describePlayground = TEST_DATABASE_URL ? describeInBrowser : describeAtLength;

describePlayground("playground in a browser that", () => {
  let api: TestApi;
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    const account = { email: DEMO_ACCOUNTS[0], password: DEMO_PASSWORD };
    api = await TestApi.open({}, { tabs: playgroundTabs(account), account });
    await loadDemoData(api.opened.database);
    origin = await api.http.listen({ host: "127.0.0.1", port: 0 });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await api.close();
  });

  it.each(BROWSERS)("%s is drawn, and works for the visit", async (_name, script) => {
    const page = await browser.newPage();
    await page.addInitScript(script);

    await page.goto(origin);
    await page.getByRole("tab").first().waitFor();
    await page.getByRole("button", { name: /execute query/i }).click();
    await page.locator(".result-window").getByText("Anna").first().waitFor();
    await page.getByRole("button", { name: /show history/i }).click();
    const history = await page.locator(".graphiql-history").innerText();

    await page.close();
    expect(history).toContain("MyDrawings");
  });
});
